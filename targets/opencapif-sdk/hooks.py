"""Hooks that lead opencapif_sdk, the Python package of OpenCAPIF, as the API invoker under test.

One JSON object at stdin says what to do: docs/hooks.md. The package does everything that is CAPIF, by its public classes; what stands here is
what an application of its own would add: a configuration, and the call of the service API. OPENCAPIF_SDK_FOLDER names where it lives: its
configuration, what it keeps, and its log.
"""

import json
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

FOLDER = Path(os.environ["OPENCAPIF_SDK_FOLDER"]).resolve()
CONFIG = FOLDER / "config.json"
RESOURCE = "hello"


def configure(ccf):
    """Writes the configuration file of the package, with nothing in it that its README does not ask for."""
    capif, register = urlsplit(ccf["apiRoot"]), urlsplit(ccf["provider"]["register"])
    config = {
        "capif_host": capif.hostname,
        "capif_https_port": str(capif.port or 443),
        "register_host": register.hostname,
        "capif_register_port": str(register.port or 443),
        "capif_username": ccf["provider"]["username"],
        "capif_password": ccf["provider"]["password"],
        "debug_mode": os.environ.get("OPENCAPIF_SDK_DEBUG", "False"),
        "invoker": {
            "invoker_folder": str(FOLDER / "invoker"),
            # It asks for notifications, which nobody will send there (RFC 2606).
            "capif_callback_url": "https://api-invoker.invalid/notifications",
            "supported_features": "0",
            "cert_generation": {
                "csr_common_name": "conformance",
                "csr_organizational_unit": "test",
                "csr_organization": "test",
                "csr_locality": "test",
                "csr_state_or_province_name": "test",
                "csr_country_name": "XX",
                "csr_email_address": "nobody@api-invoker.invalid",
            },
        },
    }
    CONFIG.touch(mode=0o600)
    CONFIG.write_text(json.dumps(config))


def onboard(_task):
    """Onboards with a new key, whatever was there before."""
    connector = sdk.capif_invoker_connector(str(CONFIG))
    connector.onboard_invoker()


def invoke(task):
    """Calls the service API, after discovery, security context and token where there is no token yet."""
    try:
        discoverer = sdk.service_discoverer(str(CONFIG))
    except FileNotFoundError:
        # Offboarded: it knows nothing to call with, and the hook has nothing to complain of.
        print("not onboarded, so there is nothing to call with", file=sys.stderr)
        return
    if not discoverer.token:
        discoverer.discover()
        discoverer.get_tokens()
    api_name = discoverer.invoker_capif_details["registered_security_contexes"][0]["api_name"]
    path = discoverer.retrieve_specific_resource_name(api_name, RESOURCE).replace("//", "/")
    answer = requests.get(
        f"{task['aef']['serviceApi']}/{path}",
        headers={"Authorization": f"Bearer {discoverer.token}"},
        verify=discoverer.ca_root_path,
        timeout=10,
    )
    answer.raise_for_status()


def trigger(_task):
    """Offboards. A CCF that refuses is for the package to bear: what it then does and keeps is what is looked at."""
    connector = sdk.capif_invoker_connector(str(CONFIG))
    try:
        connector.offboard_invoker()
    except Exception as error:  # noqa: BLE001 - whatever it is, the package gave up
        print(f"offboard_invoker raised {type(error).__name__}", file=sys.stderr)


HOOKS = {"onboard": onboard, "invoke": invoke, "trigger": trigger}

FOLDER.mkdir(parents=True, exist_ok=True)
# The package opens logs/sdk_logs.log below the current folder as soon as it is imported.
os.chdir(FOLDER)
import opencapif_sdk as sdk  # noqa: E402
import requests  # noqa: E402

asked = json.load(sys.stdin)
if asked["hook"] not in HOOKS:
    sys.exit(f"no such hook here: {asked['hook']}")
configure(asked["ccf"])
HOOKS[asked["hook"]](asked)
