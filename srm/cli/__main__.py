import sys

from srm.cli.main import main

sys.exit(main())
