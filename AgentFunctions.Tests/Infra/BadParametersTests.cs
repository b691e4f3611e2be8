using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentFunctions.Tests.Infra;

public sealed class BadParametersTests
{
    private static readonly string[] Parameters = File.ReadAllLines(Path.Combine(Bicep.Folder, "main.bicepparam"));

    [Theory]
    [InlineData("stage", "AGENTFN_STAGE", "500")]
    [InlineData("hosting", "AGENTFN_HOSTING", "kubernetes")]
    [InlineData("monthlyBudget", "AGENTFN_MONTHLY_BUDGET", "0")]
    [InlineData("dailyModelSpendUsd", "AGENTFN_DAILY_MODEL_SPEND_USD", "-1")]
    [InlineData("oldestAgeSeconds", "AGENTFN_OLDEST_AGE_SECONDS", "5")]
    [InlineData("errorPercent", "AGENTFN_ERROR_PERCENT", "101")]
    [InlineData("models", "AGENTFN_MODELS", """[{"name": "small", "model": "gpt-5-mini", "version": "1", "sku": "GlobalStandard"}]""")]
    [InlineData("models", "AGENTFN_MODELS", """[{"name": "small", "model": "gpt-5-mini", "version": "1", "sku": "GlobalStandard", "capacity": 0}]""")]
    [InlineData("models", "AGENTFN_MODELS", """[{"name": "small", "model": "gpt-5-mini", "version": "1", "sku": "Fast", "capacity": 1}]""")]
    public async Task A_value_that_cannot_be_used_is_refused_by_the_name_of_its_parameter(string parameter, string setting, string value)
    {
        (Command command, string? snapshot) = await Deployment.SnapshotAsync(Deployment.With((setting, value)));

        Assert.Null(snapshot);
        Assert.NotEqual(0, command.ExitCode);
        Assert.Contains(parameter, Named(command.Errors));
    }

    [Theory]
    [InlineData("10000", "flexConsumption", """["northeurope", "North Europe"]""", "moreLocations: a region is listed twice")]
    [InlineData("10000", "flexConsumption", """["West Europe"]""", "moreLocations: a region is listed twice")]
    [InlineData("10000", "containerApps", "[]", "moreLocations: stage 10000 runs in two regions or more")]
    [InlineData("100", "containerApps", """["northeurope"]""", "moreLocations: only stage 10000", "hosting: ")]
    public async Task Values_that_do_not_go_together_are_refused(string stage, string hosting, string more, params string[] told)
    {
        (Command command, string? snapshot) = await Deployment.SnapshotAsync(
            Deployment.With(("AGENTFN_STAGE", stage), ("AGENTFN_HOSTING", hosting), ("AGENTFN_MORE_LOCATIONS", more)));

        Assert.Null(snapshot);
        Assert.All(told, t => Assert.Contains(t, command.Errors, StringComparison.Ordinal));
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_at_once()
    {
        (Command command, string? snapshot) = await Deployment.SnapshotAsync(Deployment.With(
            ("AZURE_ENV_NAME", ""),
            ("AZURE_LOCATION", ""),
            ("AGENTFN_ALERT_EMAIL", "nobody"),
            ("AGENTFN_MIN_INSTANCES", "21"),
            ("AGENTFN_MAX_INSTANCES", "20"),
            ("AGENTFN_QUEUE_DEPTH_PER_INSTANCE", "8"),
            ("AGENTFN_IDLE_MINUTES", "5"),
            ("AGENTFN_MOVED_REGIONS", """{"elsewhere": "francecentral"}"""),
            ("AGENTFN_MODELS", """[{"name": "small", "model": "b", "version": "1", "sku": "Standard", "capacity": 1}, {"name": "small", "model": "c", "version": "1", "sku": "Standard", "capacity": 1}]"""),
            ("AGENTFN_MODEL_KEY_SETTINGS", """["A_KEY", "A_KEY"]""")));

        Assert.Null(snapshot);
        Assert.All(
            [
                "environmentName: ", "location: ", "alertEmail: 'nobody'", "minInstances: 21 is more than maxInstances", "minInstances: at most 20", "maxInstances: Flex Consumption takes",
                "queueDepthPerInstance: ", "idleMinutes: ", "movedRegions: ", "models: ", "modelKeySettings: ",
            ],
            t => Assert.Contains(t, command.Errors, StringComparison.Ordinal));
    }

    // Azure names the parameter. The compiler, which checks types before that, names the line of main.bicepparam that sets it.
    private static string[] Named(string errors) =>
    [
        .. Regex.Matches(errors, @"\b[a-z]+(?:[A-Z][a-z]+)*\b").Select(m => m.Value),
        .. Regex.Matches(errors, @"main\.bicepparam\((\d+),").Select(m => Parameters[int.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture) - 1].Split(' ')[1]),
    ];
}
