import type { Plugin } from "vite";

const SOURCE = "/leaflet/dist/leaflet-src.js";
const MARKUP = "div.innerHTML = '<svg/>';";
const NODES = "div.appendChild(document.createElementNS('http://www.w3.org/2000/svg', 'svg'));";

/**
 * Leaflet asks the browser what it can by writing markup the moment it is loaded, which a page under Trusted Types
 * must refuse. The same question asked with nodes. Fails the build when Leaflet's text is no longer the known one.
 */
export function leafletNodes(): Plugin {
  let isMended = false;
  return {
    name: "luqin-leaflet-nodes",
    apply: "build",
    transform(code, id) {
      if (!id.replaceAll("\\", "/").split("?")[0]?.endsWith(SOURCE)) return null;
      if (code.split(MARKUP).length !== 2) throw new Error("Leaflet's check for SVG is not where it was");
      isMended = true;
      return { code: code.replace(MARKUP, NODES), map: null };
    },
    generateBundle() {
      if (!isMended) throw new Error(`${SOURCE} was not part of this build`);
    },
  };
}
