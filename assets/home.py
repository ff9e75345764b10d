"""Where Dagster keeps its history: a folder of the project, with telemetry and first-visit questions off."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(".dagster")
MARK = "# Written by casefold at every start. To change it by hand, remove this line: then casefold leaves it alone."
CONFIG = """
telemetry:
  enabled: false
nux:
  enabled: false
python_logs:
  python_log_level: INFO
concurrency:
  runs:
    max_concurrent_runs: 1
run_retries:
  enabled: true
  max_retries: 2
run_monitoring:
  enabled: true
  start_timeout_seconds: 300
retention:
  sensor:
    purge_after_days:
      skipped: 1
      success: 30
      failure: 30
  schedule:
    purge_after_days: 90
sensors:
  use_threads: true
  num_workers: 2
"""
SERVER = "CASEFOLD_POSTGRES"
"""postgresql://user:password@host:5432/database: where the environment names a server, it keeps the history."""
POSTGRES = f"""storage:
  postgres:
    postgres_url:
      env: {SERVER}
"""


def prepare() -> Path:
    """Sets DAGSTER_HOME, unless the environment does, and writes its dagster.yaml; returns the folder."""
    home = Path(os.environ.setdefault("DAGSTER_HOME", str(FOLDER.resolve())))
    home.mkdir(parents=True, exist_ok=True)
    file = home / "dagster.yaml"
    server = os.environ.get(SERVER)
    if server:
        os.environ[SERVER] = server.replace("postgresql://", "postgresql+psycopg2://", 1)
    if not file.exists() or file.read_text(encoding="utf-8").startswith(MARK):
        file.write_text(MARK + CONFIG + (POSTGRES if server else ""), encoding="utf-8")
    return home
