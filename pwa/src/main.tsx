import { render } from "preact";
import { App } from "./app/app";
import { startRouter } from "./app/router";

startRouter();
const root = document.getElementById("app");
if (root) render(<App />, root);
