"""Where moto 5.2.5 does the same over and over, or looks at everything to find one thing, it is spared that. Its answers stay the same."""

import copy
import functools
import inspect
import time

from moto import backends
from moto.core import responses
from moto.core.serialize import BaseJSONSerializer
from moto.dynamodb.models.table import Table
from moto.sqs import models as sqs

query = Table.query
query_arguments = inspect.signature(query)
serialize_structure = BaseJSONSerializer._serialize_type_structure


def is_retained(self, queue_name, message):
    """moto counts all messages of the queue to know how long it keeps one."""
    return self.get_queue(queue_name).message_retention_period + message.sent_timestamp / 1000 > time.time()


def query_of_partition(self, hash_key, *arguments, **options):
    """moto sorts all items of the table before it looks for those of one partition."""
    called = query_arguments.bind(self, hash_key, *arguments, **options).arguments
    table = self
    if called.get("index_name") is None:
        table = copy.copy(self)
        table.items = {hash_key: self.items[hash_key]} if hash_key in self.items else {}
    return query(table, hash_key, *arguments, **options)


plain = {"S", "N", "BOOL", "NULL"}


def serialize_plain_value(self, serialized, value, shape, key):
    """moto looks into each value of an item for each type that it could have, under eight names."""
    if shape.name == "AttributeValue" and type(value) is dict and value.keys() <= plain:
        self._default_serialize(serialized, value, shape, key)
    else:
        serialize_structure(self, serialized, value, shape, key)


def hurry():
    # It looks through its own folder, and through the methods of the service, again for each request: a sixth of its time.
    modules = tuple(backends.list_of_moto_modules())
    backends.list_of_moto_modules = lambda: modules
    responses.method_names_from_class = functools.lru_cache(responses.method_names_from_class)
    # It makes two dates of each time that it looks at, and looks at the times of all messages of a queue whenever it is sent one.
    sqs.unix_time_millis = lambda: time.time() * 1000
    sqs.SQSBackend.is_message_valid_based_on_retention_period = is_retained
    Table.query = query_of_partition
    BaseJSONSerializer._serialize_type_structure = serialize_plain_value
