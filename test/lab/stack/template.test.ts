import { describe, expect, it } from "vitest";
import { holds, resolve, type Scope } from "./template.ts";

const scope: Scope = {
  template: {
    Resources: {},
    Mappings: { Sizes: { "us-east-1": { small: 3 } } },
    Conditions: {
      Here: { "Fn::Equals": [{ Ref: "AWS::Region" }, "us-east-1"] },
      Elsewhere: { "Fn::Not": [{ Condition: "Here" }] },
      Both: { "Fn::And": [{ Condition: "Here" }, { Condition: "Elsewhere" }] },
      Either: { "Fn::Or": [{ Condition: "Here" }, { Condition: "Elsewhere" }] },
    },
  },
  parameters: { "AWS::Region": "us-east-1" },
  physicalIds: new Map([["Queue", "https://sqs/queue"]]),
  attribute: (logicalId, attribute) => `<${logicalId} ${attribute}>`,
};

describe("the template resolver", () => {
  it.each([
    [{ Ref: "Queue" }, "https://sqs/queue"],
    [{ "Fn::GetAtt": ["Queue", "Arn"] }, "<Queue Arn>"],
    [{ "Fn::GetAtt": "Nested.Outputs.Arn" }, "<Nested Outputs.Arn>"],
    [{ "Fn::Sub": "${AWS::Region}/${Queue.Arn}/${!Queue}" }, "us-east-1/<Queue Arn>/${Queue}"],
    [{ "Fn::Sub": ["${name} in ${AWS::Region}", { name: { Ref: "Queue" } }] }, "https://sqs/queue in us-east-1"],
    [{ "Fn::Join": ["-", ["a", { Ref: "AWS::Region" }]] }, "a-us-east-1"],
    [{ "Fn::Select": ["1", { "Fn::Split": [",", "a,b"] }] }, "b"],
    [{ "Fn::FindInMap": ["Sizes", { Ref: "AWS::Region" }, "small"] }, 3],
    [{ "Fn::If": ["Here", "yes", "no"] }, "yes"],
  ])("resolves %j", (expression, value) => {
    expect(resolve(expression, scope)).toStrictEqual(value);
  });

  it("leaves out what is AWS::NoValue, in objects and in lists", () => {
    const absent = { "Fn::If": ["Elsewhere", "x", { Ref: "AWS::NoValue" }] };
    expect(resolve({ a: absent, b: [absent, 1] }, scope)).toStrictEqual({ b: [1] });
  });

  it("does not take the branch of a condition that does not hold", () => {
    expect(resolve({ "Fn::If": ["Elsewhere", { Ref: "NeverMade" }, "no"] }, scope)).toBe("no");
  });

  it("combines conditions", () => {
    const all = ["Here", "Elsewhere", "Both", "Either"];
    expect(all.filter((condition) => holds(condition, scope))).toStrictEqual(["Here", "Either"]);
  });

  it("refuses what it cannot resolve, by name", () => {
    expect(() => resolve({ "Fn::Cidr": [] }, scope)).toThrow("Fn::Cidr");
    expect(() => resolve({ Ref: "NeverMade" }, scope)).toThrow("NeverMade");
    expect(() => holds("Unknown", scope)).toThrow("Unknown");
  });
});
