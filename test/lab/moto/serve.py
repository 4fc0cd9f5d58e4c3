"""Serves moto on a free port of 127.0.0.1, and ends when standard input closes.

Prints the port, then a line of JSON for each message that people receive and each record of a table's stream.

The parent holds the other end of standard input, so this server cannot outlive it, however the parent ends. A line of JSON on it says
how state machines act: {"endpoint": "http://...", "credentials": {"accessKeyId": "...", ...}}.
"""

import json
import logging
import os
import shutil
import sys
import threading

from corrections import announce_records, correct_moto, publish_to_people, state_machines
from hurry import hurry
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from waitress import create_server


def tell(kind, what):
    with standard_output:
        print(json.dumps({kind: what}), flush=True)


def end_with_parent():
    for line in sys.stdin:
        state_machines.act(**json.loads(line))
    shutil.rmtree(os.getcwd(), ignore_errors=True)
    os._exit(0)


standard_output = threading.Lock()
correct_moto()
hurry()
publish_to_people(tell)
announce_records(tell)
logging.getLogger("waitress").setLevel(logging.ERROR)
# Unlike the server that moto comes with, it keeps connections and threads. There are threads enough for every queue to be waited at;
# connections enough for every client, since the next one would wait until another is closed; and none is given up for being idle:
# whoever sends on it at that moment would not know whether the call was made.
server = create_server(
    DomainDispatcherApplication(create_backend_app),
    host="127.0.0.1",
    port=0,
    threads=64,
    connection_limit=10_000,
    asyncore_use_poll=True,
    channel_timeout=7 * 86_400,
)
threading.Thread(target=end_with_parent, daemon=True).start()
print(server.effective_port, flush=True)
server.run()
