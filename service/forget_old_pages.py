"""Taking what was destroyed out of SQLite's log too, not only out of the database."""

from service.unit_of_work import UnitOfWork

_WAIT_MS = 500


def forget_old_pages(work: UnitOfWork) -> bool:
    """Whether the write-ahead log is empty now; call it after the destroying block has committed.

    `secure_delete` zeroes the old bytes in the database, but the log still holds the pages as
    they were written before. A reader at work delays the emptying; the next call, or the next
    ordinary checkpoint, does it. PostgreSQL keeps old row versions until VACUUM: False.
    """
    connection = work.session.connection()
    if connection.dialect.name != "sqlite":
        return False
    usual = connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()
    connection.exec_driver_sql(f"PRAGMA busy_timeout={_WAIT_MS}")
    try:
        busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={int(usual)}")
    return not busy
