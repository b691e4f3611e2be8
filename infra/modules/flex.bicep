// The function app of one region on Flex Consumption. Every function scales by itself: one queue's depth calls for no more workers of another.
import { appIdentity, region, regionSettings } from '../types.bicep'

param name string
param planName string
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

@description('Settings whose values are secrets of the vault.')
param keySettings object

param deploymentContainerUrl string
param workspaceId string
param zoneRedundant bool

@minValue(0)
@maxValue(20)
param minInstances int

@minValue(40)
@maxValue(1000)
param maxInstances int

@allowed([512, 2048, 4096])
param instanceMemoryMB int

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true, zoneRedundant: zoneRedundant }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  tags: union(tags, appTags)
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identity.id}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identity.id
    siteConfig: {
      ftpsState: 'Disabled'
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      http20Enabled: true
    }
    functionAppConfig: {
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: deploymentContainerUrl
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identity.id }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maxInstances
        // Intake and the lane that somebody waits for; the other lanes may start cold. How many messages an instance
        // takes at once is host.json's maxConcurrentCalls, which the scale controller divides by as well.
        alwaysReady: minInstances == 0
          ? []
          : [
              { name: 'http', instanceCount: minInstances }
              { name: 'function:RunInteractiveTask', instanceCount: minInstances }
            ]
        // Requests wait rather than compute: a call with Prefer: wait stays for up to 200 s.
        triggers: { http: { perInstanceConcurrency: 100 } }
      }
    }
  }

  resource appSettings 'config' = {
    name: 'appsettings'
    properties: union(settings, regionSettings(here, regions), keySettings)
  }

  // Deployment is by Entra identity; the publishing profile's password is off on both doors.
  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: app
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'FunctionAppLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output host string = app.properties.defaultHostName
