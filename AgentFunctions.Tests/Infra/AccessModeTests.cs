using System.Text.Json.Nodes;

namespace AgentFunctions.Tests.Infra;

public sealed class AccessModeTests
{
    private const string Mode = "AgentFunctions__Access__Mode";
    private const string OperatorKey = "AgentFunctions__Access__OperatorKey";

    [Theory]
    [InlineData("1000", "flexConsumption")]
    [InlineData("1000", "containerApps")]
    public async Task API_keys_begin_with_an_operator_s_key_that_only_the_vault_knows(string stage, string hosting)
    {
        Deployment deployment = await Deployment.PredictAsync(Deployment.With(("AGENTFN_STAGE", stage), ("AGENTFN_HOSTING", hosting), ("AGENTFN_ACCESS_MODE", "Keys")));
        IReadOnlyDictionary<string, string> settings = Assert.Single(AppSettings.Of(deployment));
        JsonNode secret = Assert.Single(deployment.OfType("Microsoft.KeyVault/vaults/secrets"));

        Assert.Equal("Keys", settings[Mode]);
        Assert.Matches(hosting == "flexConsumption" ? "@Microsoft.KeyVault" : "^secret agentfunctions--access--operatorkey$", settings[OperatorKey]);
        Assert.EndsWith("/AgentFunctions--Access--OperatorKey", (string)secret["name"]!, StringComparison.Ordinal);
        Assert.Equal("[newGuid()]", (string)secret["properties"]!["value"]!);
    }

    [Fact]
    public async Task Without_API_keys_there_is_no_such_secret()
    {
        Deployment deployment = await Deployment.OfAsync(1000, "flexConsumption");
        IReadOnlyDictionary<string, string> settings = Assert.Single(AppSettings.Of(deployment));

        Assert.Equal(("HostKey", false), (settings[Mode], settings.ContainsKey(OperatorKey)));
        Assert.Empty(deployment.OfType("Microsoft.KeyVault/vaults/secrets"));
    }
}
