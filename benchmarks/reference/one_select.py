"""The least a program does that asks a database through SQLAlchemy: import, connect, one select."""

import sys

from sqlalchemy import create_engine, text

if __name__ == "__main__":
    with create_engine(f"sqlite:///{sys.argv[1]}").connect() as connection:
        rows = connection.execute(text("SELECT * FROM account ORDER BY number LIMIT 20"))
        for row in rows:
            sys.stdout.write(f"{row}\n")
