import { renderOutput } from "../../reply/output.ts";
import type { KinesisOptions, Operations } from "./operation.ts";
import { requireShareable } from "./policy-document.ts";
import { requireResource } from "./resource.ts";
import { notFound } from "./stream.ts";

/** Policies of streams and of consumers; moto looks for the latter among the streams. Texts are kept as they were given. */
export const policies = ({ moto, state }: KinesisOptions): Operations => ({
  PutResourcePolicy: {
    before: async ({ call, input, arn }) => {
      await requireResource(moto, state, arn);
      const text = String(input.Policy);
      requireShareable(text, arn);
      state.policies.set(arn, text);
      return renderOutput(call, {});
    },
  },
  GetResourcePolicy: {
    before: async ({ call, arn }) => {
      await requireResource(moto, state, arn);
      return renderOutput(call, { Policy: state.policies.get(arn) ?? "{}" });
    },
  },
  DeleteResourcePolicy: {
    before: async ({ call, arn }) => {
      await requireResource(moto, state, arn);
      if (!state.policies.delete(arn)) throw notFound(`No resource policy found for resource ARN ${arn}.`);
      return renderOutput(call, {});
    },
  },
});
