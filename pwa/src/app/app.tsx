import { findScreen } from "./registry";
import { path } from "./router";

export function App() {
  const found = findScreen(path.value);
  if (!found) return <p>…</p>;
  const Component = found.screen.component;
  return <Component params={found.params} />;
}
