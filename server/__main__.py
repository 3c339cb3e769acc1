"""`python -m server`: serves the guide until Ctrl-C or SIGTERM."""

from server.ops.run import main

if __name__ == "__main__":
    main()
