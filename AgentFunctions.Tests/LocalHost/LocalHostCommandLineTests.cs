using AgentFunctions.LocalHost;
using Microsoft.Extensions.Configuration;

namespace AgentFunctions.Tests.LocalHost;

public sealed class LocalHostCommandLineTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly Dictionary<string, string?> _configuration = [];
    private LocalHostOptions? _options;

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task No_arguments_run_everything_with_the_defaults()
    {
        Assert.Equal(42, await InvokeAsync());

        Assert.Equal(
            new LocalHostOptions
            {
                Mode = LocalHostMode.Run,
                Port = 7071,
                DataDirectory = Path.GetFullPath(".agentfn"),
                InMemory = false,
                StoragePort = 10_000,
                MinWorkers = 2,
                MaxWorkers = 16,
                ScaleUpDepth = 4,
                ScaleDownIdle = TimeSpan.FromMinutes(5),
                LockDuration = TimeSpan.FromMinutes(1),
                DemoFile = "samples/tasks.ndjson",
            },
            _options);
    }

    [Fact]
    public async Task Every_option_reaches_the_run()
    {
        await InvokeAsync(
            "demo", "--port", "0", "--data", "elsewhere", "--in-memory", "--storage-port", "11000", "--min-workers", "0",
            "--max-workers", "8", "--scale-up-depth", "10", "--scale-down-idle", "30s", "--lock-duration", "5s", "--file", "mine.ndjson");

        Assert.Equal(
            new LocalHostOptions
            {
                Mode = LocalHostMode.Demo,
                Port = 0,
                DataDirectory = Path.GetFullPath("elsewhere"),
                InMemory = true,
                StoragePort = 11_000,
                MinWorkers = 0,
                MaxWorkers = 8,
                ScaleUpDepth = 10,
                ScaleDownIdle = TimeSpan.FromSeconds(30),
                LockDuration = TimeSpan.FromSeconds(5),
                DemoFile = "mine.ndjson",
            },
            _options);
    }

    [Theory]
    [InlineData("--max-workers 5 worker")]
    [InlineData("worker --max-workers 5")]
    public async Task Options_stand_before_or_after_the_command(string line)
    {
        await InvokeAsync(line.Split(' '));

        Assert.Equal(LocalHostMode.Worker, _options!.Mode);
        Assert.Equal(5, _options.MaxWorkers);
    }

    [Fact]
    public async Task A_switch_before_a_command_does_not_swallow_it()
    {
        await InvokeAsync("--in-memory", "demo");

        Assert.Equal(LocalHostMode.Demo, _options!.Mode);
        Assert.True(_options.InMemory);
    }

    [Fact]
    public async Task Configuration_fills_what_the_command_line_leaves_open()
    {
        _configuration["LocalHost:MaxWorkers"] = "8";
        _configuration["LocalHost:ScaleDownIdle"] = "00:01:00";
        _configuration["LocalHost:LockDuration"] = "00:00:05";
        _configuration["LocalHost:InMemory"] = "true";
        _configuration["LocalHost:Port"] = "7000";

        await InvokeAsync("--port", "8000");

        Assert.Equal(8, _options!.MaxWorkers);
        Assert.Equal(TimeSpan.FromMinutes(1), _options.ScaleDownIdle);
        Assert.Equal(TimeSpan.FromSeconds(5), _options.LockDuration);
        Assert.True(_options.InMemory);
        Assert.Equal(8000, _options.Port);
    }

    [Fact]
    public async Task The_command_line_can_switch_off_what_the_configuration_switches_on()
    {
        _configuration["LocalHost:InMemory"] = "true";

        await InvokeAsync("--in-memory", "false");

        Assert.False(_options!.InMemory);
    }

    [Theory]
    [InlineData("--max-workers 1", 1, 1)]
    [InlineData("--min-workers 20", 20, 20)]
    [InlineData("--min-workers 3 --max-workers 3", 3, 3)]
    public async Task A_default_bound_gives_way_to_the_one_that_was_given(string line, int min, int max)
    {
        await InvokeAsync(line.Split(' '));

        Assert.Equal((min, max), (_options!.MinWorkers, _options.MaxWorkers));
    }

    [Theory]
    [InlineData("--port 65534", "--port must be a whole number between 0 and 65533, not '65534'.")]
    [InlineData("--port x", "--port must be a whole number between 0 and 65533, not 'x'.")]
    [InlineData("--storage-port -1", "--storage-port must be a whole number between 0 and 65533, not '-1'.")]
    [InlineData("--min-workers 1001", "--min-workers must be a whole number between 0 and 1000")]
    [InlineData("--max-workers 0", "--max-workers must be a whole number between 1 and 1000")]
    [InlineData("--min-workers 5 --max-workers 4", "--min-workers must be at most --max-workers, which is 4, not '5'.")]
    [InlineData("--scale-up-depth 0", "--scale-up-depth must be a whole number between 1")]
    [InlineData("--scale-down-idle 0s", "--scale-down-idle must be a time between 1s and 24h")]
    [InlineData("--scale-down-idle 25h", "--scale-down-idle must be a time between 1s and 24h")]
    [InlineData("--scale-down-idle 5", "--scale-down-idle must be a time between 1s and 24h")]
    [InlineData("--lock-duration 0.9s", "--lock-duration must be a time between 1s and 5m")]
    [InlineData("--lock-duration 5.1m", "--lock-duration must be a time between 1s and 5m")]
    [InlineData("worker --in-memory", "--in-memory cannot be used with 'worker'")]
    [InlineData("worker --storage-port 0", "--storage-port must be the port of the other processes")]
    [InlineData("--port", "--port")]
    [InlineData("--prot 1", "--prot")]
    public async Task What_is_not_allowed_is_named_and_nothing_runs(string line, string message)
    {
        Assert.Equal(1, await InvokeAsync(line.Split(' ')));

        Assert.Contains(message, _error.ToString(), StringComparison.Ordinal);
        Assert.Null(_options);
    }

    [Fact]
    public async Task A_fault_in_the_configuration_names_its_key_and_all_faults_are_told_at_once()
    {
        _configuration["LocalHost:MaxWorkers"] = "many";

        Assert.Equal(1, await InvokeAsync("--scale-up-depth", "none"));

        Assert.Contains("LocalHost:MaxWorkers", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("not 'many'", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("--scale-up-depth", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("30s", 30)]
    [InlineData("5m", 300)]
    [InlineData("1.5m", 90)]
    [InlineData("24h", 86_400)]
    [InlineData("00:02:00", 120)]
    public async Task Times_are_written_with_a_unit_or_as_a_clock(string text, double seconds)
    {
        await InvokeAsync("--scale-down-idle", text);

        Assert.Equal(TimeSpan.FromSeconds(seconds), _options!.ScaleDownIdle);
    }

    [Fact]
    public async Task Help_shows_options_with_defaults_and_the_commands()
    {
        Assert.Equal(0, await InvokeAsync("--help"));

        var help = _output.ToString();
        Assert.All(
            ["--storage-port <N>", "[default: 10000]", "worker", "demo", "--scale-down-idle"],
            text => Assert.Contains(text, help, StringComparison.Ordinal));
    }

    private Task<int> InvokeAsync(params string[] arguments)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(_configuration).Build();
        var line = new LocalHostCommandLine(configuration, (options, _) =>
        {
            _options = options;
            return Task.FromResult(42);
        });
        return line.InvokeAsync(arguments, _output, _error, TestContext.Current.CancellationToken);
    }
}
