# Cloud Custodian's own Lambda entry point, with one policy (config.json here): handles the events that come in, one a line.
import json, os, sys, time

os.environ.setdefault("C7N_DEBUG_EVENT", "no")
from c7n import handler  # noqa: E402

import logging  # noqa: E402

logging.root.handlers = [logging.NullHandler()]
logging.root.setLevel(logging.ERROR)


class Context:
    function_name = "bench"
    invoked_function_arn = "arn:aws:lambda:us-east-1:123456789012:function:bench"
    aws_request_id = "1"
    memory_limit_in_mb = 512

    def get_remaining_time_in_millis(self):
        return 300_000


print(json.dumps({"ready": True}), flush=True)
for line in sys.stdin:
    began, cpu = time.perf_counter(), time.process_time()
    try:
        handler.dispatch_event(json.loads(line), Context())
        error = None
    except Exception as problem:
        error = f"{type(problem).__name__}: {problem}"
    took = {"wallMs": (time.perf_counter() - began) * 1000, "cpuMs": (time.process_time() - cpu) * 1000}
    print(json.dumps({**took, "error": error}), flush=True)
