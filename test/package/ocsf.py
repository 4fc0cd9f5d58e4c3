"""Validates OCSF events against the schema of the release that each names; unknown fields are errors.

Reads a JSON array of arrays of events from standard input, and prints the complaints about each array as JSON.
"""

import json
import sys

from jsonschema import Draft202012Validator
from ocsf_json_schema import OcsfJsonSchemaEmbedded, get_ocsf_schema

validators = {}


def validator_for(event):
    metadata = event["metadata"]
    key = (metadata["version"], event["class_uid"], *metadata["profiles"])
    if key not in validators:
        schema = OcsfJsonSchemaEmbedded(get_ocsf_schema(version=metadata["version"]))
        name = schema.lookup_class_name_from_uid(class_uid=event["class_uid"])
        validators[key] = Draft202012Validator(schema.get_class_schema(class_name=name, profiles=metadata["profiles"]))
    return validators[key]


def complaints(event):
    return [f"{error.json_path}: {error.message}"[:300] for error in validator_for(event).iter_errors(event)]


json.dump([[line for event in events for line in complaints(event)] for events in json.load(sys.stdin)], sys.stdout)
