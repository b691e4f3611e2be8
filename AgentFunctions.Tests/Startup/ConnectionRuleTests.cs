using AgentFunctions.Queues;
using AgentFunctions.Startup;
using AgentFunctions.Storage;
using Microsoft.Extensions.Configuration;

namespace AgentFunctions.Tests.Startup;

public sealed class ConnectionRuleTests
{
    private const string Key = "c2VjcmV0";

    [Theory]
    [InlineData("AzureWebJobsStorage=UseDevelopmentStorage=true")]
    [InlineData($"AzureWebJobsStorage=DefaultEndpointsProtocol=https;AccountName=abc;AccountKey={Key};EndpointSuffix=core.windows.net")]
    [InlineData("AzureWebJobsStorage:accountName=abc123")]
    [InlineData("AzureWebJobsStorage:accountName=abc", "AzureWebJobsStorage:credential=managedidentity")]
    [InlineData("AzureWebJobsStorage:accountName=abc", "AzureWebJobsStorage:credential=managedidentity", "AzureWebJobsStorage:clientId=11111111-2222-3333-4444-555555555555")]
    [InlineData("AzureWebJobsStorage:tableServiceUri=https://a.table.core.windows.net", "AzureWebJobsStorage:blobServiceUri=https://a.blob.core.windows.net")]
    public void Storage_that_is_whole_has_no_fault(params string[] settings) => Assert.Empty(new StorageRule(Settings(settings)).Faults());

    [Theory]
    [InlineData("No storage account: set AzureWebJobsStorage")]
    [InlineData("AzureWebJobsStorage is no connection string", "AzureWebJobsStorage=mystorage")]
    [InlineData("AzureWebJobsStorage is no connection string", "AzureWebJobsStorage=AccountName=abc")]
    [InlineData("AzureWebJobsStorage__accountName is 'My_Account'; allowed are 3 to 24", "AzureWebJobsStorage:accountName=My_Account")]
    [InlineData("AzureWebJobsStorage__blobServiceUri is missing; allowed are both", "AzureWebJobsStorage:tableServiceUri=https://a.table.core.windows.net")]
    [InlineData("AzureWebJobsStorage__tableServiceUri is missing; allowed are both", "AzureWebJobsStorage:blobServiceUri=https://a.blob.core.windows.net")]
    [InlineData("AzureWebJobsStorage__tableServiceUri is 'http://a'; allowed is an https address", "AzureWebJobsStorage:accountName=abc", "AzureWebJobsStorage:tableServiceUri=http://a")]
    [InlineData("AzureWebJobsStorage__credential is 'password'; allowed is managedidentity", "AzureWebJobsStorage:accountName=abc", "AzureWebJobsStorage:credential=password")]
    [InlineData("AzureWebJobsStorage__clientId is 'me'; allowed is the client id", "AzureWebJobsStorage:accountName=abc", "AzureWebJobsStorage:credential=managedidentity", "AzureWebJobsStorage:clientId=me")]
    [InlineData("AzureWebJobsStorage__credential is missing beside AzureWebJobsStorage__clientId", "AzureWebJobsStorage:accountName=abc", "AzureWebJobsStorage:clientId=11111111-2222-3333-4444-555555555555")]
    public void Storage_that_is_missing_or_half_is_named_with_what_is_allowed(string fault, params string[] settings) =>
        Assert.StartsWith(fault, Assert.Single(new StorageRule(Settings(settings)).Faults()), StringComparison.Ordinal);

    [Theory]
    [InlineData($"ServiceBusConnection=Endpoint=sb://n.servicebus.windows.net/;SharedAccessKeyName=k;SharedAccessKey={Key}")]
    [InlineData($"ServiceBusConnection=Endpoint=sb://localhost;SharedAccessKeyName=k;SharedAccessKey={Key}==;UseDevelopmentEmulator=true;")]
    [InlineData("ServiceBusConnection:fullyQualifiedNamespace=n.servicebus.windows.net")]
    [InlineData("ServiceBusConnection:fullyQualifiedNamespace=n.servicebus.windows.net", "ServiceBusConnection:credential=managedidentity", "ServiceBusConnection:clientId=11111111-2222-3333-4444-555555555555")]
    public void A_queue_service_that_is_whole_has_no_fault(params string[] settings) => Assert.Empty(new ServiceBusRule(Settings(settings)).Faults());

    [Theory]
    [InlineData("No Service Bus: set ServiceBusConnection")]
    [InlineData("No Service Bus: set ServiceBusConnection", "ServiceBusConnection=")]
    [InlineData("ServiceBusConnection is no connection string", "ServiceBusConnection=n.servicebus.windows.net")]
    [InlineData("ServiceBusConnection is no connection string", "ServiceBusConnection=Endpoint=sb://n.servicebus.windows.net/")]
    [InlineData("ServiceBusConnection is no connection string", $"ServiceBusConnection=Endpoint=https://n.servicebus.windows.net/;SharedAccessKeyName=k;SharedAccessKey={Key}")]
    [InlineData("ServiceBusConnection__fullyQualifiedNamespace is 'sb://n.servicebus.windows.net'; allowed is a host name", "ServiceBusConnection:fullyQualifiedNamespace=sb://n.servicebus.windows.net")]
    [InlineData("ServiceBusConnection__fullyQualifiedNamespace is 'n'; allowed is a host name", "ServiceBusConnection:fullyQualifiedNamespace=n")]
    [InlineData("ServiceBusConnection__credential is 'key'", "ServiceBusConnection:fullyQualifiedNamespace=n.servicebus.windows.net", "ServiceBusConnection:credential=key")]
    public void A_queue_service_that_is_missing_or_half_is_named_with_what_is_allowed(string fault, params string[] settings) =>
        Assert.StartsWith(fault, Assert.Single(new ServiceBusRule(Settings(settings)).Faults()), StringComparison.Ordinal);

    [Fact]
    public void No_secret_stands_in_a_fault()
    {
        IStartupRule[] rules = [new StorageRule(Settings($"AzureWebJobsStorage=AccountKey={Key}")), new ServiceBusRule(Settings($"ServiceBusConnection=SharedAccessKey={Key}"))];

        Assert.All(rules.SelectMany(r => r.Faults()), fault => Assert.DoesNotContain(Key, fault, StringComparison.Ordinal));
    }

    private static IConfiguration Settings(params string[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(s => s.Split('=', 2)).Select(s => KeyValuePair.Create(s[0], (string?)s[1]))).Build();
}
