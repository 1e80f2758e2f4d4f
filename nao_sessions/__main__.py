"""`python -m nao_sessions`: the same as the command `nao-sessions`."""

from nao_sessions.cli.main import main

if __name__ == "__main__":
    main()
