// An editor with the TypeScript SDK. `node acp_editor.mjs SDK FOLDER PYTHON` drives `PYTHON -m desktop acp` over FOLDER
// and prints one JSON object: what it saw.
import { spawn } from "node:child_process";
import { Readable, Writable } from "node:stream";
import { pathToFileURL } from "node:url";

const [sdk, folder, python] = process.argv.slice(2);
const acp = await import(pathToFileURL(`${sdk}/dist/v1/stable/acp.js`).href);
const running = spawn(python, ["-m", "desktop", "acp"], { stdio: ["pipe", "pipe", "ignore"] });
const stream = acp.ndJsonStream(Writable.toWeb(running.stdin), Readable.toWeb(running.stdout));
const seen = { updates: {}, asked: [], said: "" };
const decide = (options, wanted) => options.find((one) => one.kind === wanted) ?? options[0];

const app = acp
  .client({ name: "matrix" })
  .onRequest(acp.methods.client.session.requestPermission, ({ params }) => {
    const ours = params._meta?.deskhand ?? {};
    seen.asked.push({ title: params.toolCall.title, items: ours.items?.length ?? 0, grant: ours.grant ?? "" });
    if (ours.grant) return { outcome: { outcome: "selected", optionId: "change" } };
    const option = decide(params.options, "allow_once");
    return { outcome: { outcome: "selected", optionId: option.optionId }, _meta: { deskhand: { selected: [0] } } };
  })
  .onNotification(acp.methods.client.session.update, ({ params }) => {
    const kind = params.update.sessionUpdate;
    seen.updates[kind] = (seen.updates[kind] ?? 0) + 1;
    if (kind === "agent_message_chunk") seen.said += params.update.content.text;
  });

await app.connectWith(stream, async (agent) => {
  const { methods } = acp;
  const text = (words) => [{ type: "text", text: words }];
  seen.hello = await agent.request(methods.agent.initialize, { protocolVersion: 1, clientCapabilities: {} });
  const { sessionId } = await agent.request(methods.agent.session.new, { cwd: folder, mcpServers: [] });
  seen.first = await agent.request(methods.agent.session.prompt, { sessionId, prompt: text("Tidy up") });
  seen.undone = await agent.request("_deskhand/undo/apply", { sessionId });
  const second = agent.request(methods.agent.session.prompt, { sessionId, prompt: text("Wait") });
  await new Promise((done) => setTimeout(done, 600));
  const before = performance.now();
  await agent.notify(methods.agent.session.cancel, { sessionId });
  seen.second = await second;
  seen.cancelled = performance.now() - before;
  await agent.request(methods.agent.session.close, { sessionId });
  seen.listed = (await agent.request(methods.agent.session.list, { cwd: folder })).sessions.length;
  const told = Object.values(seen.updates).reduce((all, one) => all + one, 0);
  seen.loaded = await agent.request(methods.agent.session.load, { sessionId, cwd: folder, mcpServers: [] });
  seen.replayed = Object.values(seen.updates).reduce((all, one) => all + one, 0) - told;
});
running.stdin.end();
console.log(JSON.stringify(seen));
process.exit(0);
