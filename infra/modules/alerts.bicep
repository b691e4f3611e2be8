// What somebody must look at. Metrics of the app are those of docs/telemetry.md.
param location string
param tags object
param email string
param workspaceId string
param serviceBusIds string[]

@description('Front Door, where there are several regions; else empty.')
param frontDoorId string

param oldestAgeSeconds int
param dailyModelSpendUsd int
param errorPercent int

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'people'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'agentfn'
    enabled: true
    emailReceivers: [{ name: 'operators', emailAddress: email, useCommonAlertSchema: true }]
  }
}

resource deadMessages 'Microsoft.Insights/metricAlerts@2018-03-01' = [for (id, i) in serviceBusIds: {
  name: 'dead-messages-${i}'
  location: 'global'
  tags: tags
  properties: {
    description: 'A queue has dead letters: messages that nobody could read or that outlived their time. See docs/reliability.md.'
    severity: 2
    enabled: true
    scopes: [id]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'dead'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.ServiceBus/namespaces'
          metricName: 'DeadletteredMessages'
          dimensions: [{ name: 'EntityName', operator: 'Include', values: ['*'] }]
          operator: 'GreaterThan'
          threshold: 0
          timeAggregation: 'Maximum'
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}]

resource regionsDown 'Microsoft.Insights/metricAlerts@2018-03-01' = if (!empty(frontDoorId)) {
  name: 'region-down'
  location: 'global'
  tags: tags
  properties: {
    description: 'A region fails its health probe. See docs/regions.md.'
    severity: 1
    enabled: true
    scopes: [frontDoorId]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'healthy'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.Cdn/profiles'
          metricName: 'OriginHealthPercentage'
          dimensions: [{ name: 'Origin', operator: 'Include', values: ['*'] }]
          operator: 'LessThan'
          threshold: 50
          timeAggregation: 'Average'
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}

var rules = [
  {
    name: 'dead-lettered-tasks'
    severity: 2
    window: 'PT5M'
    every: 'PT5M'
    text: 'Tasks were set aside after their last attempt; GET /dead-letters lists them.'
    query: 'AppMetrics | where Name == "agentfn.tasks.finished" and tostring(Properties["status"]) == "deadLettered" | summarize Value = sum(Sum)'
    threshold: 0
  }
  {
    name: 'oldest-task'
    severity: 2
    window: 'PT10M'
    every: 'PT5M'
    text: 'A lane\'s oldest task has waited longer than oldestAgeSeconds; GET /backlog tells where.'
    query: 'AppMetrics | where Name == "agentfn.backlog.oldest_age" | summarize Value = max(Max) by Lane = tostring(Properties["lane"]) | summarize Value = max(Value)'
    threshold: oldestAgeSeconds
  }
  {
    name: 'error-rate'
    severity: 2
    window: 'PT30M'
    every: 'PT10M'
    text: 'More than errorPercent of the tasks that ended did not succeed.'
    // A handful of tasks says nothing about a rate.
    query: 'AppMetrics | where Name == "agentfn.tasks.finished" | extend Status = tostring(Properties["status"]) | where Status != "cancelled" | summarize All = sum(Sum), Bad = sumif(Sum, Status in ("failed", "deadLettered")) | where All >= 20 | project Value = 100.0 * Bad / All'
    threshold: errorPercent
  }
  {
    name: 'model-spend'
    severity: 3
    window: 'P1D'
    every: 'PT1H'
    text: 'Model calls of the last day cost more than dailyModelSpendUsd; GET /costs/top tells which.'
    query: 'AppMetrics | where Name == "agentfn.cost" | summarize Value = sum(Sum)'
    threshold: dailyModelSpendUsd
  }
]

resource queries 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [for rule in rules: {
  name: rule.name
  location: location
  tags: tags
  properties: {
    displayName: rule.name
    description: rule.text
    severity: rule.severity
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: rule.every
    windowSize: rule.window
    autoMitigate: true
    criteria: {
      allOf: [
        {
          query: rule.query
          metricMeasureColumn: 'Value'
          timeAggregation: 'Maximum'
          operator: 'GreaterThan'
          threshold: rule.threshold
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    actions: { actionGroups: [people.id] }
  }
}]
