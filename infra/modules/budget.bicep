// What Azure itself may cost a month. Model calls outside Azure are not on this bill: the app's own budgets hold those.
targetScope = 'resourceGroup'

param name string
param amount int
param email string

@description('First day of the month of deployment: Azure takes no earlier one for a new budget.')
param start string

resource budget 'Microsoft.Consumption/budgets@2024-08-01' = {
  name: name
  properties: {
    category: 'Cost'
    amount: amount
    timeGrain: 'Monthly'
    timePeriod: { startDate: start }
    notifications: {
      actual80: { enabled: true, operator: 'GreaterThan', threshold: 80, thresholdType: 'Actual', contactEmails: [email] }
      forecast100: { enabled: true, operator: 'GreaterThan', threshold: 100, thresholdType: 'Forecasted', contactEmails: [email] }
    }
  }
}
