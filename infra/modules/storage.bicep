// Tables and blobs of one region: tasks, payloads, results, and what the Functions host and Durable Functions keep.
import { roles } from '../types.bicep'

param name string
param location string
param tags object

@allowed(['Standard_ZRS', 'Standard_RAGZRS'])
param sku string

@description('Identity of the app of this region.')
param ownerPrincipalId string

@description('Identities of the apps of the other regions: they answer for tasks that are kept here.')
param readerPrincipalIds string[]

@description('Container of the deployed package; empty where the app is an image.')
param deploymentContainer string

param workspaceId string

@description('After how many days a stored answer that nobody renewed is removed. An agent whose cache.maxAge is longer asks the model again; nothing else reads these blobs.')
@minValue(1)
param resultsKeptForDays int

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: sku }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' = {
  parent: account
  name: 'default'
  properties: {
    // The app deletes no payload; what is deleted by mistake comes back within a week.
    containerDeleteRetentionPolicy: { enabled: true, days: 7 }
    deleteRetentionPolicy: { enabled: true, days: 7 }
  }
}

resource deployments 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = if (!empty(deploymentContainer)) {
  parent: blobs
  name: empty(deploymentContainer) ? 'none' : deploymentContainer
  properties: { publicAccess: 'None' }
}

resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2025-06-01' = {
  parent: account
  name: 'default'
  dependsOn: [blobs]
  properties: {
    policy: {
      rules: [
        {
          // A copy for the cache: the task's own result lies in its row or in payloads, so that no task loses anything.
          name: 'remove-old-answers'
          type: 'Lifecycle'
          enabled: true
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: ['results/'] }
            actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: resultsKeptForDays } } }
          }
        }
        {
          // Never deleted: a task may wait for its notBefore, or be redriven, at any time, and its result may be asked for.
          // The cool tier can be read as before, only dearer.
          name: 'cool-old-payloads'
          type: 'Lifecycle'
          enabled: true
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: ['payloads/'] }
            actions: { baseBlob: { tierToCool: { daysAfterModificationGreaterThan: 30 } } }
          }
        }
      ]
    }
  }
}

// Blobs: owner is what the Functions host asks for on its own storage (leases, keys, creating containers); Flex Consumption reads its package here.
// Queues: Durable Functions sends its work items and control messages through storage queues.
// Tables: tasks, keys and the ledger of the app, history and instances of Durable Functions.
var ownerRoles = [roles.storageBlobDataOwner, roles.storageQueueDataContributor, roles.storageTableDataContributor]

resource owners 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in ownerRoles: {
  name: guid(account.id, ownerPrincipalId, role)
  scope: account
  properties: {
    principalId: ownerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
  }
}]

var readerRoles = [roles.storageBlobDataReader, roles.storageTableDataReader]

resource readers 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for i in range(0, length(readerPrincipalIds) * length(readerRoles)): {
  name: guid(account.id, readerPrincipalIds[i / length(readerRoles)], readerRoles[i % length(readerRoles)])
  scope: account
  properties: {
    principalId: readerPrincipalIds[i / length(readerRoles)]
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', readerRoles[i % length(readerRoles)])
  }
}]

// Metrics only: logs of every table call would cost more than the calls.
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'metrics'
  scope: account
  properties: {
    workspaceId: workspaceId
    metrics: [{ category: 'Transaction', enabled: true }]
  }
}
