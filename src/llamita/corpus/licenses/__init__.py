"""Which license each file has, by which evidence, and whether it may be learned from."""

from llamita.corpus.licenses.context import LicenseContext
from llamita.corpus.licenses.files import is_license_file
from llamita.corpus.licenses.finding import Claim, LicenseFinding
from llamita.corpus.licenses.header import license_header_end
from llamita.corpus.licenses.policy import Policy

__all__ = ["Claim", "LicenseContext", "LicenseFinding", "Policy", "is_license_file", "license_header_end"]
