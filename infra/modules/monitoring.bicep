// One workspace and one Application Insights for all regions, so that a trace that crosses regions stays whole.
import { roles } from '../types.bicep'

param workspaceName string
param appInsightsName string
param location string
param tags object
param publisherPrincipalIds string[]

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' = {
  name: workspaceName
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: 30
    features: { disableLocalAuth: true, enableLogAccessUsingOnlyResourcePermissions: true }
  }
}

resource appInsights 'Microsoft.Insights/components@2020-02-02' = {
  name: appInsightsName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true
  }
}

// Sending telemetry with the identity of the app.
resource publishers 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for principal in publisherPrincipalIds: {
  name: guid(appInsights.id, principal, roles.monitoringMetricsPublisher)
  scope: appInsights
  properties: {
    principalId: principal
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.monitoringMetricsPublisher)
  }
}]

output workspaceId string = workspace.id
output appInsightsId string = appInsights.id
output connectionString string = appInsights.properties.ConnectionString
