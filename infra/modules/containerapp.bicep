// The function app of one region as a container app.
//
// A plain container app, not kind 'functionapp': there the platform writes the scale rules itself from the triggers and refuses
// others, unless a preview API is used (https://learn.microsoft.com/azure/container-apps/functions-scale-rule-override). Here
// minimum, maximum, queue depth X and idle time Y must be KEDA's own minReplicas, maxReplicas, messageCount and cooldownPeriod.
// The image is the Functions host's, so the app is the same.
import { appIdentity, kedaScale, region, regionSettings, secretName } from '../types.bicep'

param name string
param location string
param tags object

@description('Tags of the app alone.')
param appTags object

param identity appIdentity
param settings object

@description('Name of the region that this app belongs to; the location, unless the app has moved.')
param here string

@description('All regions, this one among them; with one alone the app is told of none.')
param regions region[]

@description('Names of settings whose values are secrets of the vault.')
param keySettings string[]

@description('Address of the vault; empty without keys.')
param vaultUri string

param environmentId string
param registryHost string

@description('Image with the app; empty before the first deployment, which then starts the bare Functions host.')
param image string

param serviceBusNamespace string
param scale kedaScale
param cpu string
param memory string

var queues = loadJsonContent('../queues.json')
var bareHost = 'mcr.microsoft.com/azure-functions/dotnet-isolated:4-dotnet-isolated10.0'

// A rule a queue: KEDA takes the largest of the numbers that they call for.
var queueRules = [for queue in queues.names: {
  name: queue
  custom: {
    type: 'azure-servicebus'
    identity: identity.id
    metadata: {
      namespace: serviceBusNamespace
      queueName: queue
      messageCount: string(scale.queueDepthPerInstance)
    }
  }
}]

// With rules of one's own the platform adds none for HTTP.
var intakeRule = { name: 'intake', http: { metadata: { concurrentRequests: '100' } } }

// Down to zero nobody runs the timer that puts stranded tasks in line again; so an instance comes up for five minutes each hour.
var maintenanceRules = scale.minInstances > 0
  ? []
  : [
      {
        name: 'maintenance'
        custom: {
          type: 'cron'
          metadata: { timezone: 'Etc/UTC', start: '0 * * * *', end: '5 * * * *', desiredReplicas: '1' }
        }
      }
    ]

resource app 'Microsoft.App/containerApps@2025-07-01' = {
  name: name
  location: location
  tags: union(tags, appTags)
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identity.id}': {} } }
  properties: {
    environmentId: environmentId
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: { external: true, targetPort: 80, transport: 'auto', allowInsecure: false }
      registries: [{ server: registryHost, identity: identity.id }]
      secrets: [for key in keySettings: {
        name: toLower(secretName(key))
        keyVaultUrl: '${vaultUri}secrets/${secretName(key)}'
        identity: identity.id
      }]
    }
    template: {
      containers: [
        {
          name: 'app'
          image: empty(image) ? bareHost : image
          resources: { cpu: json(cpu), memory: memory }
          env: concat(
            map(items(union(settings, regionSettings(here, regions))), s => { name: s.key, value: s.value }),
            map(keySettings, k => { name: k, secretRef: toLower(secretName(k)) }),
            [
              { name: 'FUNCTIONS_WORKER_RUNTIME', value: 'dotnet-isolated' }
              // Replicas must agree on it, or each would run the timers and make function keys of its own: the host's default is the machine's name.
              { name: 'AzureFunctionsWebHost__hostid', value: take(name, 32) }
              { name: 'AzureFunctionsJobHost__Logging__Console__IsEnabled', value: 'true' }
            ]
          )
        }
      ]
      // The worker hands its tasks back within 30 s of being told to stop.
      terminationGracePeriodSeconds: 60
      scale: {
        minReplicas: scale.minInstances
        maxReplicas: scale.maxInstances
        pollingInterval: 30
        // KEDA waits this long before the last instance goes; further up the autoscaler's own five minutes hold
        // (https://keda.sh/docs/latest/reference/scaledobject-spec/#cooldownperiod).
        cooldownPeriod: scale.idleMinutes * 60
        rules: concat(queueRules, [intakeRule], maintenanceRules)
      }
    }
  }
}

output host string = app.properties.configuration.ingress.fqdn
