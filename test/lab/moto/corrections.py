"""Answers of moto 5.2.5 that AWS would not give, put right before it serves."""

import base64
import functools
import importlib
import json
import threading
from hashlib import md5

import boto3
from botocore.config import Config
from moto.cloudformation.models import CloudFormationBackend
from moto.dynamodb.comparisons import get_filter_expression
from moto.dynamodb.exceptions import ConditionalCheckFailed, TransactionCanceledException
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.table import StreamShard, Table
from moto.events.models import Rule
from moto.events.utils import EventTemplateParser
from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.iam.models import Group, Role, User
from moto.kinesis import utils as kinesis
from moto.kinesis.exceptions import InvalidArgumentError
from moto.kinesis.models import KinesisBackend, Stream
from moto.kms import responses as kms
from moto.kms.models import KmsBackend
from moto.sns.models import SNSBackend, Subscription
from moto.sqs.models import Queue

validate_template = CloudFormationBackend.validate_template
send_to_targets = Rule.send_to_targets
parse_template = EventTemplateParser.parse
add_record = StreamShard.add
create_key = KmsBackend.create_key
merge_shards = Stream.merge_shards
get_shard_iterator = KinesisBackend.get_shard_iterator
put_record = KinesisBackend.put_record
publish_to_subscription = Subscription.publish
publish = SNSBackend.publish

EVENT_FIELDS = ("version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail")


def errors_in_template(self, template):
    """moto refuses a template for any remark of cfn-lint; its warnings and hints are no errors to CloudFormation."""
    return [match for match in validate_template(self, template) if match.rule.severity == "error"]


def send_if_rule_listens(self, event, transform_input=True):
    """moto delivers events to disabled rules too, and takes a schedule for a rule that matches everything."""
    if self.state != "DISABLED" and self.event_pattern.get_pattern():
        send_to_targets(self, event, transform_input)


def event_or_transformed(input_template, input_paths_map, event):
    """moto leaves out the account, and replaces what looks like its placeholders within the event."""
    if input_template:
        return parse_template(input_template, input_paths_map, event)
    return {field: event[field] for field in EVENT_FIELDS}


def policy_text(policy):
    return json.dumps(policy, default=str) if isinstance(policy, dict) else policy


def put_policy_text(self, policy_name, policy_json):
    """moto's CloudFormation keeps policies as objects where their text belongs, and later fails to show them."""
    self.policies[policy_name] = policy_text(policy_json)


def create_key_with_policy_text(self, policy, *arguments, **options):
    return create_key(self, policy_text(policy), *arguments, **options)


def open_shards(self):
    return [shard for shard in self.shards.values() if shard.is_open]


def open_shard_for_key(self, partition_key, explicit_hash_key):
    """moto writes on into shards that were split or merged."""
    key = int(explicit_hash_key) if explicit_hash_key else int(md5((partition_key or "").encode()).hexdigest(), 16)
    return next((shard for shard in open_shards(self) if shard.starting_hash <= key <= shard.ending_hash), None)


def merge_neighbours(self, shard_to_merge, adjacent_shard_to_merge):
    """moto merges shards that are closed already, and not those whose upper half is named first."""
    named = [self.shards[shard_to_merge], self.shards[adjacent_shard_to_merge]]
    lower, upper = sorted(named, key=lambda shard: shard.starting_hash)
    if lower.ending_hash + 1 != upper.starting_hash or not (lower.is_open and upper.is_open):
        raise InvalidArgumentError(
            f"Shards {shard_to_merge} and {adjacent_shard_to_merge} in stream {self.stream_name} "
            f"under account {self.account_id} are not an adjacent pair of shards eligible for merging"
        )
    merge_shards(self, lower.shard_id, upper.shard_id)
    merged = list(self.shards.values())[-1]
    merged.parent, merged.adjacent_parent = shard_to_merge, adjacent_shard_to_merge


def put_record_without_key(self, stream_arn, stream_name, partition_key, *arguments):
    """moto measures the partition key, which streams under AUTO distribution can do without."""
    return put_record(self, stream_arn, stream_name, partition_key or "", *arguments)


def iterator_of_named_stream(self, stream_arn, stream_name, *arguments):
    """moto writes the name as it was given into an iterator, which is none in a call by ARN."""
    stream = self.describe_stream(stream_arn=stream_arn, stream_name=stream_name)
    return get_shard_iterator(self, stream_arn, stream.stream_name, *arguments)


def leave_judgement_to_front_door(*arguments, **options):
    """moto reads bucket and key policies without their conditions, and denies where they do not apply."""
    return PermissionResult.NEUTRAL


one_write_at_a_time = threading.RLock()


def atomically(write):
    """moto serves each request in a thread of its own, and checks a condition before it writes without keeping others from it."""

    @functools.wraps(write)
    def alone(*arguments, **options):
        with one_write_at_a_time:
            return write(*arguments, **options)

    return alone


def transact_all_or_nothing(self, transact_items):
    """moto writes, and on a failed condition puts back a copy of the whole table, with which the writes and stream records of others are lost."""
    reasons = [reason_against(self, *next(iter(item.items()))) for item in transact_items]
    if any(code for code, _, _ in reasons):
        raise TransactionCanceledException(reasons)
    for item in transact_items:
        kind, operation = next(iter(item.items()))
        names = {
            "expression_attribute_names": operation.get("ExpressionAttributeNames"),
            "expression_attribute_values": operation.get("ExpressionAttributeValues"),
        }
        if kind == "Put":
            self.put_item(operation["TableName"], operation["Item"], **names)
        elif kind == "Update":
            update = operation["UpdateExpression"]
            self.update_item(operation["TableName"], operation["Key"], update_expression=update, **names)
        elif kind == "Delete":
            self.delete_item(operation["TableName"], operation["Key"], **names)


def reason_against(backend, kind, operation):
    """The code, message and item of a condition that does not hold."""
    condition = operation.get("ConditionExpression")
    if condition is None:
        return (None, None, None)
    table = backend.get_table(operation["TableName"])
    key = operation["Item"] if kind == "Put" else operation["Key"]
    keys = [name for name in (table.hash_key_attr, table.range_key_attr) if name]
    current = backend.get_item(operation["TableName"], {name: key[name] for name in keys})
    holds = get_filter_expression(
        condition, operation.get("ExpressionAttributeNames"), operation.get("ExpressionAttributeValues")
    ).expr(current)
    return (None, None, None) if holds else ("ConditionalCheckFailed", str(ConditionalCheckFailed().message), None)


def publish_to_people(tell):
    """moto delivers to queues and URLs only; what goes to people is told to the lab, as each protocol gets it."""

    def to_subscription(self, message, message_id, subject=None, message_attributes=None, message_structure=None, **options):
        publish_to_subscription(
            self, message, message_id, subject, message_attributes, message_structure=message_structure, **options
        )
        filter_policy = self._filter_policy_matcher
        if self.protocol not in ("email", "email-json", "sms"):
            return
        if filter_policy is not None and not filter_policy.matches(message_attributes, message):
            return
        tell(
            "delivery",
            {
                "protocol": self.protocol,
                "endpoint": self.endpoint,
                "topicArn": self.topic.arn,
                "topicName": self.topic.display_name or "",
                "subscriptionArn": self.arn,
                "messageId": message_id,
                "subject": subject,
                "body": self._parse_message_structure(message, self.protocol) if message_structure == "json" else message,
                "attributes": {name: attribute_text(attribute) for name, attribute in (message_attributes or {}).items()},
            },
        )

    def to_phone(self, message, arn, phone_number=None, **options):
        message_id = publish(self, message, arn, phone_number=phone_number, **options)
        if phone_number:
            tell("delivery", {"protocol": "sms", "endpoint": phone_number, "messageId": message_id, "body": message})
        return message_id

    Subscription.publish = to_subscription
    SNSBackend.publish = to_phone


def announce_records(tell):
    """Those who read a stream need not ask all the time."""

    def add(self, old, new):
        add_record(self, old, new)
        tell("record", f"{self.table.table_arn}/stream/{self.table.latest_stream_label}")

    StreamShard.add = add


class StateMachines:
    """
    moto runs state machines, and makes their calls at its own port with keys that nobody has. Here they go through the front door, as
    the role of the state machine: the lab tells where that is, and with which credentials.
    """

    def __init__(self):
        self.ways = {}

    def act(self, endpoint, credentials):
        # moto's parser takes most of a second to load, and hardly anybody needs it.
        states = "moto.stepfunctions.parser.asl.component.state.exec"
        for module in ("map.item_reader.eval.resource_eval_s3", "map.result_writer.resource_eval.resource_eval_s3", "task.lambda_eval_utils"):
            importlib.import_module(f"{states}.state_{module}").boto_client_for = self.client
        self.ways = {
            "endpoint_url": endpoint,
            "aws_access_key_id": credentials["accessKeyId"],
            "aws_secret_access_key": credentials["secretAccessKey"],
            "aws_session_token": credentials["sessionToken"],
        }

    def client(self, region, service, state_credentials=None):
        # Step Functions waits for a function as long as its task may take.
        config = Config(retries={"total_max_attempts": 1}, read_timeout=900, parameter_validation=False)
        return boto3.client(service, region_name=region, config=config, **self.ways)


state_machines = StateMachines()


def attribute_text(attribute):
    value = attribute["Value"]
    return base64.b64encode(value).decode() if isinstance(value, bytes) else str(value)


def correct_moto():
    CloudFormationBackend.validate_template = errors_in_template
    Rule.send_to_targets = send_if_rule_listens
    EventTemplateParser.parse = staticmethod(event_or_transformed)
    for owner in (Group, Role, User):
        owner.put_policy = put_policy_text
    KmsBackend.create_key = create_key_with_policy_text
    KinesisBackend.get_shard_iterator = iterator_of_named_stream
    KinesisBackend.put_record = put_record_without_key
    # moto breaks iterators into lines, as if they were mail.
    kinesis.encode_method = base64.b64encode
    Stream.get_shard_for_key = open_shard_for_key
    Stream.merge_shards = merge_neighbours
    # moto counts the shards of the last UpdateShardCount.
    Stream.shard_count = property(lambda self: len(open_shards(self)), lambda self, value: None)
    IAMPolicy.is_action_permitted = leave_judgement_to_front_door
    kms.validate_policy = leave_judgement_to_front_door
    DynamoDBBackend.transact_write_items = transact_all_or_nothing
    for name in ("put_item", "update_item", "delete_item", "transact_write_items"):
        setattr(DynamoDBBackend, name, atomically(getattr(DynamoDBBackend, name)))
    for source in (Queue, Stream, Table):
        # moto would run functions in Docker, and lose what it read for them when there is none. The lab polls.
        source.lambda_event_source_mappings = property(lambda self: {}, lambda self, value: None)
