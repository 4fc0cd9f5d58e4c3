import { defineConfig } from "vitest/config";

/** Where CI reads how many tests passed. */
const json = process.env["VITEST_JSON"];

export default defineConfig({
  test: {
    reporters: json ? ["default", ["json", { outputFile: json }]] : ["default"],
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/shared/**/*.test.ts", "test/lab/iam/**/*.test.ts", "test/drill/**/*.test.ts"],
        },
      },
      {
        test: {
          name: "lab",
          include: [
            "test/lab/**/*.test.ts",
            "test/actions/**/*.test.ts",
            "test/response/**/*.test.ts",
            "test/e2e/**/*.test.ts",
            "test/faults/**/*.test.ts",
            "test/package/**/*.test.ts",
          ],
          exclude: ["test/lab/iam/**"],
          testTimeout: 120_000,
          hookTimeout: 240_000,
          // Each file has a local AWS of its own; two at a time, since much of their time is waiting.
          maxWorkers: 2,
        },
      },
    ],
  },
});
