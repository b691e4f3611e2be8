// Models of Azure OpenAI, called with the app's identity.
import { modelDeployment, roles } from '../types.bicep'

param name string
param location string
param tags object
param models modelDeployment[]
param userPrincipalIds string[]
param workspaceId string

resource account 'Microsoft.CognitiveServices/accounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'AIServices'
  sku: { name: 'S0' }
  properties: {
    // Entra tokens need the account's own host name.
    customSubDomainName: name
    disableLocalAuth: true
    publicNetworkAccess: 'Enabled'
  }
}

// One after the other: the account refuses changes to two at once.
@batchSize(1)
resource deployments 'Microsoft.CognitiveServices/accounts/deployments@2025-06-01' = [for model in models: {
  parent: account
  name: model.name
  sku: { name: model.sku, capacity: model.capacity }
  properties: {
    model: { format: 'OpenAI', name: model.model, version: model.version }
    // A new version is taken when somebody decides so: the router knows pass rates of this one.
    versionUpgradeOption: 'NoAutoUpgrade'
  }
}]

resource users 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for principal in userPrincipalIds: {
  name: guid(account.id, principal, roles.openAIUser)
  scope: account
  properties: {
    principalId: principal
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.openAIUser)
  }
}]

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: account
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'Audit', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output endpoint string = 'https://${name}.openai.azure.com'
