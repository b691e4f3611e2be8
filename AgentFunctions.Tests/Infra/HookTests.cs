using AgentFunctions.Tests.Servers;

namespace AgentFunctions.Tests.Infra;

/// <summary>The hooks of azd, run as azd runs them. In the place of Azure's command lines stand scripts that write down how they were called.</summary>
public sealed class HookTests : IDisposable
{
    private const string Usage = """[{"name": {"value": "OpenAI.GlobalStandard.gpt-5-mini"}, "currentValue": 150, "limit": 200}]""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("100", "flexConsumption", "true", "false", "[]")]
    [InlineData("1000", "containerApps", "false", "true", "[]")]
    [InlineData("10000", "flexConsumption", "true", "false", """["northeurope"]""")]
    public async Task Settings_that_fit_pass(string stage, string hosting, string flex, string containers, string more)
    {
        Command hook = await PreprovisionAsync(
            ("AGENTFN_STAGE", stage), ("AGENTFN_HOSTING", hosting), ("AGENTFN_FLEX", flex), ("AGENTFN_CONTAINERS", containers), ("AGENTFN_MORE_LOCATIONS", more));

        Assert.True(hook is { ExitCode: 0, Errors: "" }, hook.Errors);
    }

    [Theory]
    [InlineData("stage", "AGENTFN_STAGE", "500")]
    [InlineData("hosting", "AGENTFN_HOSTING", "kubernetes")]
    [InlineData("AGENTFN_FLEX", "AGENTFN_CONTAINERS", "true")]
    [InlineData("alertEmail", "AGENTFN_ALERT_EMAIL", "")]
    [InlineData("monthlyBudget", "AGENTFN_MONTHLY_BUDGET", "0")]
    [InlineData("monthlyBudget", "AGENTFN_MONTHLY_BUDGET", "1e3")]
    [InlineData("dailyModelSpendUsd", "AGENTFN_DAILY_MODEL_SPEND_USD", "")]
    [InlineData("moreLocations", "AGENTFN_STAGE", "10000")]
    [InlineData("moreLocations", "AGENTFN_MORE_LOCATIONS", """["northeurope"]""")]
    [InlineData("moreLocations", "AGENTFN_MORE_LOCATIONS", "northeurope")]
    [InlineData("models", "AGENTFN_MODELS", "gpt-5-mini")]
    [InlineData("models", "AGENTFN_MODELS", """[{"name": "small", "model": "gpt-5-mini", "version": "1", "sku": "GlobalStandard", "capacity": 51}]""")]
    [InlineData("models", "AGENTFN_MODELS", """[{"name": "small", "model": "gpt-5-mini", "version": "1", "sku": "GlobalStandard"}]""")]
    [InlineData("models", "AGENTFN_MODELS", """[{"name": "large", "model": "gpt-9", "version": "1", "sku": "GlobalStandard", "capacity": 1}]""")]
    public async Task A_setting_that_does_not_fit_is_named_before_anything_is_made(string parameter, string setting, string value)
    {
        Command hook = await PreprovisionAsync((setting, value));

        Assert.Equal(1, hook.ExitCode);
        Assert.Contains(parameter, hook.Errors, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed", hook.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_at_once()
    {
        Command hook = await PreprovisionAsync(("AGENTFN_STAGE", "7"), ("AGENTFN_ALERT_EMAIL", "nobody"), ("AGENTFN_MONTHLY_BUDGET", "none"));

        Assert.All(["stage", "alertEmail", "monthlyBudget"], p => Assert.Contains(p, hook.Errors, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_region_listed_twice_is_named()
    {
        Command hook = await PreprovisionAsync(("AGENTFN_STAGE", "10000"), ("AGENTFN_MORE_LOCATIONS", """["northeurope", "West Europe"]"""));

        Assert.Contains("listed twice: westeurope", hook.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_a_model_needs_and_nobody_gives_is_named()
    {
        await File.WriteAllTextAsync(
            _folder.File("models.json"),
            """
            // "apiKeySetting": "COMMENTED_OUT"
            { "models": [{ "name": "a", "apiKeySetting": "OTHER_API_KEY" }, { "name": "b", "apiKeySetting": "THIRD_API_KEY" }] }
            """,
            TestContext.Current.CancellationToken);

        Command hook = await PreprovisionAsync(("AGENTFN_MODELS_FILE", _folder.File("models.json")));

        Assert.Contains("THIRD_API_KEY", hook.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("the settings OTHER_API_KEY", hook.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("COMMENTED_OUT", hook.Errors, StringComparison.Ordinal);
    }

    // 150 of 200 are in use; 40 of them by the deployment that is to grow to 80.
    [Fact]
    public async Task What_is_deployed_already_counts_for_itself()
    {
        const string Deployed = """[{"name": "small", "sku": {"name": "GlobalStandard", "capacity": 40}, "properties": {"model": {"name": "gpt-5-mini"}}}]""";
        const string Wanted = """[{"name": "small", "model": "gpt-5-mini", "version": "1", "sku": "GlobalStandard", "capacity": 80}]""";

        Assert.Equal(1, (await PreprovisionAsync(("AGENTFN_MODELS", Wanted))).ExitCode);
        Assert.Equal(0, (await PreprovisionAsync(("AGENTFN_MODELS", Wanted), ("FAKE_ACCOUNT", "ai-x"), ("FAKE_DEPLOYED", Deployed))).ExitCode);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("registry.example/app:2", false)]
    public async Task A_running_image_is_kept_where_the_environment_does_not_know_it(string known, bool isAskedFor)
    {
        await FakeAsync("azd", "");
        Command hook = await PreprovisionAsync(
            ("AGENTFN_STAGE", "1000"), ("AGENTFN_HOSTING", "containerApps"), ("AGENTFN_FLEX", "false"), ("AGENTFN_CONTAINERS", "true"),
            ("SERVICE_CONTAINER_IMAGE_NAME", known), ("FAKE_IMAGE", "registry.example/app:1"));

        string calls = await File.ReadAllTextAsync(_folder.File("calls"), TestContext.Current.CancellationToken);
        Assert.True(hook.ExitCode == 0, hook.Errors);
        Assert.Equal(isAskedFor, calls.Contains("azd env set SERVICE_CONTAINER_IMAGE_NAME registry.example/app:1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Other_regions_get_the_package_and_the_key_of_the_first()
    {
        Command hook = await PostdeployAsync(("FAKE_BACKLOG", "200"));

        string calls = await File.ReadAllTextAsync(_folder.File("calls"), TestContext.Current.CancellationToken);
        Assert.True(hook.ExitCode == 0, hook.Errors);
        Assert.Matches("az functionapp deployment source config-zip .*--name func-b ", calls);
        Assert.DoesNotMatch("az functionapp deployment source config-zip .*--name func-a ", calls);
        Assert.Matches("az rest --method put .*/func-b/host/default/functionKeys/default", calls);
        Assert.Contains("curl x-functions-key: the-key https://func-b.example/api/backlog", calls, StringComparison.Ordinal);

        // No list of processes and no log shows the key.
        Assert.DoesNotMatch("(?m)^az .*the-key", calls);
        Assert.DoesNotContain("the-key", hook.Output + hook.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_API_keys_the_regions_are_asked_with_the_operator_s()
    {
        Command hook = await PostdeployAsync(("AGENTFN_ACCESS_MODE", "Keys"), ("AGENTFN_KEY_VAULT", "kv-test"), ("FAKE_BACKLOG", "200"));
        string calls = await File.ReadAllTextAsync(_folder.File("calls"), TestContext.Current.CancellationToken);

        Assert.Equal(0, hook.ExitCode);
        Assert.Contains("az keyvault secret show --vault-name kv-test --name AgentFunctions--Access--OperatorKey", calls, StringComparison.Ordinal);
        Assert.Contains("curl Authorization: Bearer the-operator-key https://func-b.example/api/backlog", calls, StringComparison.Ordinal);
        Assert.DoesNotContain("functionKeys", calls, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_access_mode_that_is_none_is_named()
    {
        Command hook = await PreprovisionAsync(("AGENTFN_ACCESS_MODE", "Nobody"));

        Assert.NotEqual(0, hook.ExitCode);
        Assert.Contains("AGENTFN_ACCESS_MODE (accessMode) is 'Nobody'", hook.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_region_that_does_not_work_fails_the_deployment()
    {
        Command hook = await PostdeployAsync(("FAKE_BACKLOG", "503"));

        Assert.Equal(1, hook.ExitCode);
        Assert.Contains("GET /backlog: 503, expected 200", hook.Errors, StringComparison.Ordinal);
    }

    private async Task<Command> PreprovisionAsync(params (string Name, string Value)[] settings)
    {
        await FakeAsync("az", $$"""
            case "$*" in
              *"usage list"*) echo '{{Usage}}' ;;
              *"containerapp list"*) echo "${FAKE_IMAGE:-}" ;;
              *"account list"*) echo "${FAKE_ACCOUNT:-}" ;;
              *"deployment list"*) echo "$FAKE_DEPLOYED" ;;
            esac
            """);
        return await RunAsync("preprovision.sh", Deployment.With([.. settings]));
    }

    private async Task<Command> PostdeployAsync(params (string Name, string Value)[] settings)
    {
        await FakeAsync("az", """case "$*" in *"keys list"*) echo the-key ;; *"secret show"*) echo the-operator-key ;; esac""");
        await FakeAsync("azd", "");
        await FakeAsync("curl", """
            for address; do :; done
            echo "curl $(cat) $address" >>"$CALLS"
            case "$address" in */health) printf 200 ;; */backlog) printf "$FAKE_BACKLOG" ;; */tasks) printf 400 ;; esac
            """);
        Dictionary<string, string> environment = Deployment.With([.. settings]);
        environment["AZURE_RESOURCE_GROUP"] = "rg-test";
        environment["AZURE_SUBSCRIPTION_ID"] = "0";
        environment["AGENTFN_SMOKE_PAUSE"] = "0";
        environment["AGENTFN_APPS"] = """["func-a", "func-b"]""";
        environment["AGENTFN_REGIONS"] = """[{"name": "a", "endpoint": "https://func-a.example", "storage": "sta"}, {"name": "b", "endpoint": "https://func-b.example", "storage": "stb"}]""";
        return await RunAsync("postdeploy.sh", environment);
    }

    private Task<Command> RunAsync(string hook, Dictionary<string, string> environment)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/jq") || File.Exists("/usr/local/bin/jq"), "The hooks are shell scripts and need jq.");
        environment["PATH"] = $"{_folder.Path}:{Environment.GetEnvironmentVariable("PATH")}";
        environment["CALLS"] = _folder.File("calls");
        return Command.RunAsync("/bin/sh", [Repository.PathOf("infra", "hooks", hook)], Repository.Root, environment, TestContext.Current.CancellationToken);
    }

    private async Task FakeAsync(string name, string body)
    {
        string file = _folder.File(name);
        await File.WriteAllTextAsync(file, $"#!/bin/sh\n{(name == "curl" ? "" : $"echo \"{name} $*\" >>\"$CALLS\"\n")}{body}\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
