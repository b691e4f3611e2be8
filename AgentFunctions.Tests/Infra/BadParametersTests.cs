using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentFunctions.Tests.Infra;

public sealed class BadParametersTests
{
    private static readonly string[] Parameters = File.ReadAllLines(Path.Combine(Bicep.Folder, "main.bicepparam"));

    [Theory]
    [InlineData("stage", "AGENTFN_STAGE", "500")]
    [InlineData("hosting", "AGENTFN_HOSTING", "kubernetes")]
    [InlineData("environmentName", "AZURE_ENV_NAME", "")]
    [InlineData("location", "AZURE_LOCATION", "")]
    [InlineData("alertEmail", "AGENTFN_ALERT_EMAIL", "")]
    [InlineData("alertEmail", "AGENTFN_ALERT_EMAIL", "nobody")]
    [InlineData("monthlyBudget", "AGENTFN_MONTHLY_BUDGET", "0")]
    [InlineData("dailyModelSpendUsd", "AGENTFN_DAILY_MODEL_SPEND_USD", "-1")]
    [InlineData("oldestAgeSeconds", "AGENTFN_OLDEST_AGE_SECONDS", "5")]
    [InlineData("errorPercent", "AGENTFN_ERROR_PERCENT", "101")]
    [InlineData("moreLocations", "AGENTFN_STAGE", "10000")]
    [InlineData("moreLocations", "AGENTFN_MORE_LOCATIONS", """["northeurope"]""")]
    [InlineData("maxInstances", "AGENTFN_MAX_INSTANCES", "39")]
    [InlineData("minInstances", "AGENTFN_MIN_INSTANCES", "21")]
    [InlineData("minInstances", "AGENTFN_MIN_INSTANCES", "41")]
    [InlineData("queueDepthPerInstance", "AGENTFN_QUEUE_DEPTH_PER_INSTANCE", "8")]
    [InlineData("idleMinutes", "AGENTFN_IDLE_MINUTES", "5")]
    [InlineData("models", "AGENTFN_MODELS", """[{"name": "small", "model": "gpt-5-mini", "version": "1", "sku": "GlobalStandard"}]""")]
    [InlineData("models", "AGENTFN_MODELS", """[{"name": "small", "model": "gpt-5-mini", "version": "1", "sku": "GlobalStandard", "capacity": 0}]""")]
    [InlineData("models", "AGENTFN_MODELS", """[{"name": "small", "model": "gpt-5-mini", "version": "1", "sku": "Fast", "capacity": 1}]""")]
    [InlineData("modelKeySettings", "AGENTFN_MODEL_KEY_SETTINGS", """["A_KEY", "A_KEY"]""")]
    public async Task A_value_that_cannot_be_used_is_refused_by_the_name_of_its_parameter(string parameter, string setting, string value)
    {
        (Command command, string? snapshot) = await Deployment.SnapshotAsync(Deployment.With((setting, value)));

        Assert.Null(snapshot);
        Assert.NotEqual(0, command.ExitCode);
        Assert.Contains(parameter, Named(command.Errors));
    }

    [Theory]
    [InlineData("moreLocations", "10000", "flexConsumption", """["northeurope", "North Europe"]""")]
    [InlineData("moreLocations", "10000", "flexConsumption", """["West Europe"]""")]
    [InlineData("hosting", "100", "containerApps", "[]")]
    public async Task Values_that_do_not_go_together_are_refused(string parameter, string stage, string hosting, string more)
    {
        (Command command, string? snapshot) = await Deployment.SnapshotAsync(
            Deployment.With(("AGENTFN_STAGE", stage), ("AGENTFN_HOSTING", hosting), ("AGENTFN_MORE_LOCATIONS", more)));

        Assert.Null(snapshot);
        Assert.Contains($"{parameter}: ", command.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_at_once()
    {
        (Command command, _) = await Deployment.SnapshotAsync(
            Deployment.With(("AGENTFN_ALERT_EMAIL", "nobody"), ("AGENTFN_MAX_INSTANCES", "5"), ("AGENTFN_IDLE_MINUTES", "5")));

        Assert.Contains("alertEmail: ", command.Errors, StringComparison.Ordinal);
        Assert.Contains("maxInstances: ", command.Errors, StringComparison.Ordinal);
        Assert.Contains("idleMinutes: ", command.Errors, StringComparison.Ordinal);
    }

    // Azure names the parameter. The compiler, which checks types before that, names the line of main.bicepparam that sets it.
    private static string[] Named(string errors) =>
    [
        .. Regex.Matches(errors, @"\b[a-z]+(?:[A-Z][a-z]+)*\b").Select(m => m.Value),
        .. Regex.Matches(errors, @"main\.bicepparam\((\d+),").Select(m => Parameters[int.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture) - 1].Split(' ')[1]),
    ];
}
