// Keys of models outside Azure, whose values are put in by hand and are in no template, and the operator's key. Only there when there are any.
import { roles } from '../types.bicep'

param name string
param location string
param tags object
param readerPrincipalIds string[]
param workspaceId string

@description('Name of the secret that is the operator\'s key; empty for none.')
param operatorKeyName string

@secure()
@minLength(32)
param operatorKey string

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enablePurgeProtection: true
    softDeleteRetentionInDays: 90
  }
}

// A later deployment leaves it as it is, also when somebody has put another one there.
@onlyIfNotExists()
resource operator 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = if (!empty(operatorKeyName)) {
  parent: vault
  name: empty(operatorKeyName) ? 'none' : operatorKeyName
  properties: { value: operatorKey }
}

resource readers 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for principal in readerPrincipalIds: {
  name: guid(vault.id, principal, roles.keyVaultSecretsUser)
  scope: vault
  properties: {
    principalId: principal
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultSecretsUser)
  }
}]

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: vault
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'AuditEvent', enabled: true }]
  }
}

output uri string = vault.properties.vaultUri
