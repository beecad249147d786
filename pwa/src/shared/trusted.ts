/** Script addresses under Trusted Types: only files of this origin may become workers. */

interface ScriptUrlPolicy {
  createScriptURL(url: string): string;
}

interface TrustedTypesFactory {
  createPolicy(name: string, rules: ScriptUrlPolicy): ScriptUrlPolicy;
}

function ownScript(url: string): string {
  if (new URL(url, location.href).origin !== location.origin) throw new TypeError("only scripts of this app");
  return url;
}

let policy: ScriptUrlPolicy | null = null;

/** The address in the form that `new Worker` and `serviceWorker.register` accept under a strict policy. */
export function scriptUrl(url: string): string {
  const factory = (globalThis as { trustedTypes?: TrustedTypesFactory }).trustedTypes;
  if (!factory) return ownScript(url);
  policy ??= factory.createPolicy("luqin", { createScriptURL: ownScript });
  return policy.createScriptURL(url);
}
