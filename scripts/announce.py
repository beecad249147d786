"""Waits until the server can work, then says where it is and what to try: ``python scripts/announce.py``.

Reads the environment that ``scripts/start.sh`` prepared (HOST, PORT, DEMO, LUQIN_DATA_DIR, LUQIN_TLS_DIR). Says
nothing and ends with status 1 when the server does not come up; the server's own messages say why.
"""

import os
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from certificate import authority_fingerprint, host_addresses

PATIENCE_S = 60.0
RULE = "-" * 72
PLAIN = """
  手机上的相机、定位和离线功能需要 https：make run TLS=1
  Phones give camera, position and offline work to https only: make run TLS=1
"""
SECURE = """
  手机先信任本机证书（把 {authority} 发到手机上打开，一次即可）
    iPhone    设置 → 已下载描述文件 → 安装；再到 通用 → 关于本机 → 证书信任设置 打开
    Android   设置 → 安全 → 加密与凭据 → 安装证书 → CA 证书
  Phones trust this machine once: send them {authority} and open it
    iPhone    Settings → Profile Downloaded → Install; General → About → Certificate Trust Settings
    Android   Settings → Security → Encryption & credentials → Install a certificate → CA certificate
  SHA-256 {fingerprint}
"""
TRY_DEMO = """
  先试试 try first
    1. 用民警账号登录，在“今日”签到；记一起违法：拍两张照片、输号牌、选代码、保存
       Log in as the officer, check in under Today, record a violation: two photos, plate, code, save
    2. 断网再记一起，关掉浏览器再打开，联网后看发件箱
       Record another with the network off, kill the browser, open it again, go online, watch the outbox
    3. 换带班或督察账号：看在岗情况和勤务记录，从统计数字点开原始记录
       As shift leader or supervisor: coverage, field records, the records behind a figure
"""
TRY_EMPTY = """
  先做什么 first steps
    用管理员账号登录，导入单位和人员（xlsx 或 csv，先预览再导入）
    Log in as the administrator and import units and people (xlsx or csv, with a preview)
"""


def main() -> int:
    """Print addresses, accounts and first steps once the server is ready."""
    tls = os.environ.get("LUQIN_TLS_DIR")
    scheme, port, demo = "https" if tls else "http", os.environ["PORT"], os.environ["DEMO"] != "0"
    accounts = demo_accounts() if demo else ""
    if not wait_until_ready(f"{scheme}://localhost:{port}/health/ready", Path(tls) if tls else None):
        return 1
    lines = [RULE, "  路勤 Luqin 已启动 · is running", "", f"  本机 here      {scheme}://localhost:{port}"]
    lines += [f"  局域网 others   {scheme}://{item}:{port}" for item in reachable_addresses()]
    lines += [f"  数据 data      {os.environ['LUQIN_DATA_DIR']}/", "  停止 stop      Ctrl-C"]
    message = "\n".join(lines) + "\n" + (trust(Path(tls)) if tls else PLAIN)
    if demo:
        message += f"\n  演示账号 demo accounts\n{accounts}"
    sys.stdout.write(f"{message}{TRY_DEMO if demo else TRY_EMPTY}{RULE}\n")
    return 0


def demo_accounts() -> str:
    """What the application says about its demo accounts, indented."""
    command = [sys.executable, "-m", "backend.cli", "demo", "accounts"]
    told = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return "".join(f"    {line}\n" for line in told.splitlines())


def wait_until_ready(url: str, tls: Path | None) -> bool:
    """Ask until the answer is 200; False when the server is gone or patience ends."""
    server = os.getppid()
    context = ssl.create_default_context(cafile=tls / "ca.crt") if tls else None
    give_up = time.monotonic() + PATIENCE_S
    while os.getppid() == server and time.monotonic() < give_up:
        try:
            with urllib.request.urlopen(url, timeout=5, context=context):  # noqa: S310 - our own address
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    return False


def reachable_addresses() -> list[str]:
    """Addresses under which other machines find this one; none when it listens to itself only."""
    if os.environ["HOST"] not in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        return []
    return [item for item in host_addresses() if ":" not in item and not item.startswith("127.")]


def trust(folder: Path) -> str:
    """How phones come to trust the authority in *folder*."""
    return SECURE.format(authority=folder / "ca.crt", fingerprint=authority_fingerprint(folder))


if __name__ == "__main__":
    sys.exit(main())
