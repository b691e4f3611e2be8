using AgentFunctions.Telemetry;
using Azure.Core;
using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Tests.Telemetry;

public sealed class ExportIdentityTests
{
    [Fact]
    public void Application_Insights_without_keys_is_reached_with_the_identity_of_the_app() =>
        Assert.IsType<DefaultAzureCredential>(OptionsWith(("APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "ClientId=0;Authorization=AAD")).Credential);

    [Fact]
    public void Application_Insights_with_a_key_is_reached_without_an_identity() => Assert.Null(OptionsWith().Credential);

    private static AzureMonitorExporterOptions OptionsWith(params (string Name, string Value)[] more)
    {
        IConfiguration settings = new ConfigurationBuilder()
            .AddInMemoryCollection([
                new("APPLICATIONINSIGHTS_CONNECTION_STRING", "InstrumentationKey=00000000-0000-0000-0000-000000000000"),
                .. more.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value)),
            ])
            .Build();
        using ServiceProvider services = new ServiceCollection()
            .AddSingleton(settings)
            .AddSingleton<TokenCredential>(new DefaultAzureCredential())
            .AddAgentFunctionsTelemetry(settings)
            .BuildServiceProvider();
        return services.GetRequiredService<IOptions<AzureMonitorExporterOptions>>().Value;
    }
}
