/** The key pair of this browser profile: ECDSA P-256, the private half never leaves WebCrypto. */
import { toBase64Url, utf8 } from "@/shared/encoding";

export interface DeviceKey {
  privateKey: CryptoKey;
  /** SPKI DER, base64url. */
  publicKey: string;
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256" } as const;

export async function createDeviceKey(): Promise<DeviceKey> {
  const pair = await crypto.subtle.generateKey(ALGORITHM, false, ["sign", "verify"]);
  const spki = await crypto.subtle.exportKey("spki", pair.publicKey);
  return { privateKey: pair.privateKey, publicKey: toBase64Url(spki) };
}

/** Signs the UTF-8 of a text: SHA-256, raw r‖s of 64 bytes, base64url. */
export async function signText(key: DeviceKey, text: string): Promise<string> {
  const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key.privateKey, utf8(text));
  return toBase64Url(signature);
}

export function loginText(badgeNumber: string, requestId: string, publicKey: string): string {
  return `luqin-login-v1\n${badgeNumber}\n${requestId}\n${publicKey}`;
}

export function refreshText(sessionId: string, requestId: string): string {
  return `luqin-refresh-v1\n${sessionId}\n${requestId}`;
}
