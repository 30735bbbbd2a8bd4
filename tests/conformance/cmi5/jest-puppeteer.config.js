// Chromium as it runs on machines without a screen; read by way of JEST_PUPPETEER_CONFIG.
module.exports = {
  launch: { headless: true, executablePath: process.env.PUPPETEER_EXECUTABLE_PATH, args: ["--no-sandbox", "--disable-gpu"] },
};
