"""Write docs/permissions.md."""

import django

if __name__ == "__main__":
    django.setup()
    from tests.matrix import document

    document.PATH.write_text(document.text())
