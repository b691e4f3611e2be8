// Holds the image of the app; Container Apps only.
import { roles } from '../types.bicep'

param name string
param location string
param tags object

@allowed(['Basic', 'Premium'])
param sku string

@description('Other regions that get a copy, so that they start instances while the first is away; Premium only.')
param replicaLocations string[]

param pullPrincipalIds string[]

resource registry 'Microsoft.ContainerRegistry/registries@2025-04-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: sku }
  properties: {
    adminUserEnabled: false
    anonymousPullEnabled: false
  }
}

resource replicas 'Microsoft.ContainerRegistry/registries/replications@2025-04-01' = [for replica in replicaLocations: {
  parent: registry
  name: replica
  location: replica
  tags: tags
}]

resource pulls 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for principal in pullPrincipalIds: {
  name: guid(registry.id, principal, roles.acrPull)
  scope: registry
  properties: {
    principalId: principal
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.acrPull)
  }
}]

output host string = registry.properties.loginServer
