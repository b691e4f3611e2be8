// The queues of one region. Names and settings come from queues.json, from which the emulator's configuration is made as well.
import { roles } from '../types.bicep'

param name string
param location string
param tags object

@allowed(['Standard', 'Premium'])
param tier string

@description('Region that holds a second copy of the namespace; Premium only, empty for none.')
param replicaLocation string

param principalId string
param workspaceId string

var queues = loadJsonContent('../queues.json')

resource namespace 'Microsoft.ServiceBus/namespaces@2025-05-01-preview' = {
  name: name
  location: location
  tags: tags
  sku: tier == 'Premium' ? { name: 'Premium', tier: 'Premium', capacity: 1 } : { name: 'Standard', tier: 'Standard' }
  properties: union(
    {
      disableLocalAuth: true
      minimumTlsVersion: '1.2'
    },
    // Geo-replication needs a namespace of one partition.
    tier == 'Premium' ? { premiumMessagingPartitions: 1 } : {},
    // Up to 5 minutes behind: an outage of the replica then stops no intake, and a message that is lost with the primary is sent again
    // from the stored task by maintenance.
    empty(replicaLocation)
      ? {}
      : {
          geoDataReplication: {
            maxReplicationLagDurationInSeconds: 300
            locations: [
              { locationName: location, roleType: 'Primary' }
              { locationName: replicaLocation, roleType: 'Secondary' }
            ]
          }
        }
  )
}

resource lanes 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = [for queue in queues.names: {
  parent: namespace
  name: queue
  properties: {
    lockDuration: queues.lockDuration
    // The app retries by sending a new message; deliveries run out only where its workers die or cannot read the message.
    maxDeliveryCount: queues.maxDeliveryCount
    requiresDuplicateDetection: true
    // A message id names task, attempt and due time. Client retries and maintenance send it again within minutes;
    // after that the same id must pass, since maintenance then makes up for a message that was lost.
    duplicateDetectionHistoryTimeWindow: queues.duplicateDetectionHistoryTimeWindow
    // As far back as maintenance looks at open tasks.
    defaultMessageTimeToLive: queues.defaultMessageTimeToLive
    deadLetteringOnMessageExpiration: true
    requiresSession: false
  }
}]

// Data Owner, and on each queue alone. The app counts messages for /backlog and /health, and the scale controller (KEDA, or that of
// Flex Consumption, under the same identity) counts them to scale: both read a queue's runtime properties, which takes the right
// to manage it, and no narrower built-in role has that. It includes sending and receiving.
resource owners 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for (queue, i) in queues.names: {
  name: guid(lanes[i].id, principalId, roles.serviceBusDataOwner)
  scope: lanes[i]
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataOwner)
  }
}]

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'operations'
  scope: namespace
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'OperationalLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output id string = namespace.id
