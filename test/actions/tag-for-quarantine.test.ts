import { TagUserCommand } from "@aws-sdk/client-iam";
import { tagForQuarantine } from "../../shared/actions/iam/tag-for-quarantine.ts";
import { create, remove } from "./identities.ts";
import { obeysTheLaws } from "./laws.ts";

type Params = Parameters<typeof tagForQuarantine.plan>[0];

const tag = { key: "lockkeeper:quarantine", value: "true" };

obeysTheLaws<Params>(tagForQuarantine, [
  {
    name: "a user without the tag",
    prepare: async (lab, name) => ({ ...(await create(lab, "user", name)), kind: "user" as const, ...tag }),
    remove,
  },
  {
    name: "a user with other tags, and another value of this one, which comes back",
    prepare: async (lab, name) => {
      const on = await create(lab, "user", name);
      const Tags = [
        { Key: tag.key, Value: "false" },
        { Key: "team", Value: "data" },
      ];
      await lab.as(lab.root).iam.send(new TagUserCommand({ UserName: name, Tags }));
      return { ...on, kind: "user" as const, ...tag };
    },
    remove,
  },
  {
    name: "a role",
    prepare: async (lab, name) => ({ ...(await create(lab, "role", name)), kind: "role" as const, ...tag }),
    remove,
  },
]);
