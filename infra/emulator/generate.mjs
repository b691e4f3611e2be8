// Writes Config.json of the Service Bus emulator from the queues that Azure gets. Run it after a change of infra/queues.json:
//   node infra/emulator/generate.mjs
// With --print it writes to standard output instead.
import { readFileSync, writeFileSync } from 'node:fs';

const queues = JSON.parse(readFileSync(new URL('../queues.json', import.meta.url), 'utf8'));

// The emulator has bounds of its own: https://github.com/Azure/azure-service-bus-emulator-installer (Config-schema.json).
const longest = { DefaultMessageTimeToLive: 'PT1H', DuplicateDetectionHistoryTimeWindow: 'PT5M' };
const mostDeliveries = 10;

const config = {
  UserConfig: {
    Namespaces: [
      {
        Name: 'sbemulatorns',
        Queues: queues.names.map(name => ({
          Name: name,
          Properties: {
            DeadLetteringOnMessageExpiration: true,
            DefaultMessageTimeToLive: atMost(queues.defaultMessageTimeToLive, longest.DefaultMessageTimeToLive),
            DuplicateDetectionHistoryTimeWindow: atMost(queues.duplicateDetectionHistoryTimeWindow, longest.DuplicateDetectionHistoryTimeWindow),
            ForwardDeadLetteredMessagesTo: '',
            ForwardTo: '',
            LockDuration: queues.lockDuration,
            MaxDeliveryCount: Math.min(queues.maxDeliveryCount, mostDeliveries),
            RequiresDuplicateDetection: true,
            RequiresSession: false
          }
        })),
        Topics: []
      }
    ],
    Logging: { Type: 'Console' }
  }
};

const text = `${JSON.stringify(config, null, 2)}\n`;
if (process.argv.includes('--print')) {
  process.stdout.write(text);
} else {
  writeFileSync(new URL('Config.json', import.meta.url), text);
}

function atMost(duration, limit) {
  return seconds(duration) > seconds(limit) ? limit : duration;
}

function seconds(duration) {
  const [, days = 0, hours = 0, minutes = 0, rest = 0] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(duration);
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(rest);
}
