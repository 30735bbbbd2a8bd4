"""How good search is, and how fast, on the 119 documents of ../shared/data/cheatsheets.

Questions with the documents that answer them (any of those named is right; the names leave out
`_Cheat_Sheet.md`). The weights of the ranking were chosen on TUNED alone; HELD_OUT was written
before that and looked at afterwards.

    DATABASE_URL=… python -m bench.search [FOLDER]       imports the documents when they are not
    there, then prints

Prints success at 1 and 3 (the share of questions with a right document among the first), each also
with typing errors made by chance in every question, the mean reciprocal rank over ten results, and
milliseconds.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import statistics
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import django

FOLDER = Path(__file__).parents[2] / "shared" / "data" / "cheatsheets"
SQL, XSS, CSRF = (
    "SQL_Injection_Prevention",
    "Cross_Site_Scripting_Prevention",
    "Cross-Site_Request_Forgery_Prevention",
)
SSRF, IDOR, XXE = (
    "Server_Side_Request_Forgery_Prevention",
    "Insecure_Direct_Object_Reference_Prevention",
    "XML_External_Entity_Prevention",
)
TLS = "Transport_Layer_Security"

TUNED: Mapping[str, tuple[str, ...]] = {
    "stop sql injection in php": (SQL, "Query_Parameterization"),
    "how do I store passwords safely": ("Password_Storage",),
    "csrf": (CSRF,),
    "prevent xss": (XSS, "DOM_based_XSS_Prevention"),
    "jwt": ("JSON_Web_Token",),
    "cross site scripting": (XSS,),
    "reset a forgotten password": ("Forgot_Password",),
    "which tls version should we use": (TLS,),
    "upload files securely": ("File_Upload",),
    "docker container runs as root": ("Docker_Security", "NodeJS_Docker"),
    "kubernetes secrets": ("Kubernetes_Security", "Secrets_Management"),
    "what should I log": ("Logging", "Logging_Vocabulary"),
    "server side request forgery": (SSRF,),
    "rate limiting api": ("REST_Security", "Denial_of_Service", "GraphQL"),
    "clickjacking": ("Clickjacking_Defense",),
    "session cookie flags": ("Session_Management", "Cookie_Theft_Mitigation"),
    "prompt injection": ("LLM_Prompt_Injection_Prevention",),
    "two factor authentication": ("Multifactor_Authentication",),
    "hsts header": ("HTTP_Strict_Transport_Security", "HTTP_Headers"),
    "open redirect": ("Unvalidated_Redirects_and_Forwards",),
    "prepared statements in java": (
        SQL,
        "Query_Parameterization",
        "Java_Security",
        "Injection_Prevention",
    ),
    "deserialization of untrusted data": ("Deserialization",),
    "brute force login": (
        "Credential_Stuffing_Prevention",
        "Authentication",
        "Bot_Management_and_Anti-Automation",
    ),
    "content security policy nonce": ("Content_Security_Policy",),
    "encrypt data at rest": ("Cryptographic_Storage",),
    "django settings for production": ("Django_Security", "Django_REST_Framework"),
    "npm package typosquatting": ("NPM_Security", "Software_Supply_Chain_Security"),
    "user can see another user's invoice": (IDOR, "Authorization"),
    "threat model": ("Threat_Modeling",),
    "rotate api keys": ("Secrets_Management", "Key_Management"),
}
HELD_OUT: Mapping[str, tuple[str, ...]] = {
    "how can I protect my site against cross-site request forgery": (CSRF,),
    "what hash algorithm should I use for passwords": ("Password_Storage",),
    "escape output html": (XSS, "DOM_based_XSS_Prevention"),
    "ssrf": (SSRF,),
    "xxe in java": (XXE,),
    "graphql query depth": ("GraphQL",),
    "websocket origin check": ("WebSocket_Security",),
    "command injection": ("OS_Command_Injection_Defense",),
    "ldap": ("LDAP_Injection_Prevention",),
    "mass assignment": ("Mass_Assignment",),
    "subdomain takeover": ("Subdomain_Takeover_Prevention",),
    "oauth authorization code with pkce": ("OAuth2",),
    "saml response signature": ("SAML_Security",),
    "validate an email address": ("Email_Validation_and_Verification", "Input_Validation"),
    "regular expression denial of service": (
        "Denial_of_Service",
        "Input_Validation",
        "Nodejs_Security",
    ),
    "certificate pinning": ("Pinning",),
    "security questions": ("Choosing_and_Using_Security_Questions",),
    "how to report a vulnerability": ("Vulnerability_Disclosure",),
    "patch without changing code": ("Virtual_Patching",),
    "node express helmet": ("Nodejs_Security",),
    "least privilege for database accounts": ("Database_Security", SQL),
    "terraform": ("Infrastructure_as_Code_Security",),
    "github actions pull request target": ("GitHub_Actions_Security",),
    "local storage of tokens in the browser": ("HTML5_Security", "JSON_Web_Token"),
    "error messages reveal stack trace": ("Error_Handling",),
    "allow list input": ("Input_Validation",),
    "mongodb injection": ("NoSQL_Security", "Injection_Prevention"),
    "secure cookies": ("Session_Management", "Cookie_Theft_Mitigation", "HTTP_Headers"),
    "tenant isolation": ("Multi_Tenant_Security",),
    "mcp server tools poisoning": ("MCP_Security",),
    "checklist for reviewing code": ("Secure_Code_Review",),
    "stolen credentials used on many accounts": ("Credential_Stuffing_Prevention",),
    "lambda function permissions": ("Serverless_FaaS_Security",),
    "grpc": ("gRPC_Security",),
    "php.ini": ("PHP_Configuration",),
    "confirm a payment before it is sent": (
        "Transaction_Authorization",
        "Third_Party_Payment_Gateway_Integration",
    ),
    "zero trust": ("Zero_Trust_Architecture",),
    "prototype pollution": ("Prototype_Pollution_Prevention",),
    "mobile app storage": ("Mobile_Application_Security",),
    "firewall between network zones": ("Network_Segmentation",),
}


def with_errors(question: str, count: int, dice: random.Random) -> str:
    """The question with `count` typing errors in different words of four letters or more: lost,
    doubled, swapped or wrong letter."""
    words = question.split()
    places = [at for at, word in enumerate(words) if len(word) >= 4 and word.isalpha()]
    for at in dice.sample(places, min(count, len(places))):
        words[at] = _mistyped(words[at], dice)
    return " ".join(words)


def _mistyped(word: str, dice: random.Random) -> str:
    at = dice.randrange(1, len(word))
    match dice.choice(["lost", "doubled", "swapped", "wrong"]):
        case "lost":
            return word[:at] + word[at + 1 :]
        case "doubled":
            return word[:at] + word[at] + word[at:]
        case "swapped":
            return word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
        case _:
            return word[:at] + dice.choice("etaoinsr") + word[at + 1 :]


def judge(
    name: str,
    judged: Mapping[str, Sequence[str]],
    *,
    errors: int,
    seed: int = 1,
    verbose: bool = False,
) -> None:
    """Searches for every question and prints how often a right document came first, and how long it
    took."""
    from trimtab.support.api import search

    dice = random.Random(seed)
    ranks: list[int] = []
    took: list[float] = []
    for question, right in judged.items():
        asked = with_errors(question, errors, dice)
        start = time.perf_counter()
        hits = search(asked, limit=10)
        took.append((time.perf_counter() - start) * 1000)
        documents = [hit.document.removesuffix("_Cheat_Sheet.md") for hit in hits]
        rank = next((at for at, document in enumerate(documents, 1) if document in right), 0)
        ranks.append(rank)
        if verbose and rank != 1:
            print(f"    {rank or '-':>2}  {asked:50}  {', '.join(documents[:4])}")
    first, third = (sum(0 < rank <= most for rank in ranks) / len(ranks) for most in (1, 3))
    reciprocal = statistics.mean(1 / rank if rank else 0.0 for rank in ranks)
    print(
        f"{name:10} {errors} errors: success@1 {first:.2f}  @3 {third:.2f}  MRR@10 {reciprocal:.3f}"
        f"   median {statistics.median(took):.0f} ms, worst {max(took):.0f} ms"
    )


def main(folder: Path = FOLDER) -> None:
    """Imports the documents if need be and prints the figures."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trimtab.config.settings")
    django.setup()
    from trimtab.library.api import import_aids
    from trimtab.search.api import publish
    from trimtab.support.api import search

    files = {path.name: path.read_text() for path in sorted(folder.glob("*.md"))}
    start = time.perf_counter()
    done = import_aids(files=files, announce=publish, by=None, now=dt.datetime.now(dt.UTC))
    print(
        f"import: {len(done.created)} new, {len(done.unchanged)} unchanged, "
        f"{time.perf_counter() - start:.1f} s"
    )
    search("warm up")
    for name, judged in (("tuned", TUNED), ("held out", HELD_OUT)):
        for errors in (0, 1, 2):
            judge(name, judged, errors=errors, verbose="-v" in sys.argv)


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:] if not argument.startswith("-")))
