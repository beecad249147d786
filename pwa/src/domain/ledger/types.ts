/** What the server signs about the ledger; the words of the backend's `ledger` package. */

export interface Receipt {
  v: 1;
  record_id: string;
  revision: number;
  /** SHA-256 of the record's text, lower-case hex. */
  content_hash: string;
  leaf_index: number;
  tree_size: number;
  root: string;
  time: string;
  key_id: string;
  /** Ed25519, base64url. */
  signature: string;
}

export interface Head {
  size: number;
  root: string;
  time: string;
  key_id: string;
  signature: string;
}

export interface LedgerKey {
  key_id: string;
  /** 32 raw bytes, base64url. */
  public_key: string;
  valid_from: string;
  valid_to: string | null;
}
