// The replay page: reads the session and begins. What it does then stands in player.js.

import { RowsPlayer } from "./rows_player.js";

async function start() {
  const main = document.getElementById("replay");
  try {
    const answer = await fetch("session.json");
    if (!answer.ok) throw new Error(`${answer.status}`);
    const replay = new RowsPlayer(await answer.json());
    await replay.begin();
    performance.mark("ready");
  } catch (error) {
    document.getElementById("count").textContent = main.dataset.failed;
    throw error;
  } finally {
    main.setAttribute("aria-busy", "false");
  }
}

start();
