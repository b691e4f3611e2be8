using System.CommandLine;

namespace AgentFunctions.LocalHost.CommandLine;

/// <summary>All settings of the local host: option, configuration key, default and what is allowed.</summary>
internal sealed class LocalHostSettings
{
    private static readonly LocalHostOptions Defaults = new();

    private readonly Setting<SettingAddress> _address = new(
        Text("--address", "IP", $"Address to listen on; one that other machines reach needs API keys [default: {Defaults.Address}]"),
        "Address", new(Defaults.Address), "an IP address such as 127.0.0.1, 0.0.0.0 or ::1", SettingAddress.Of);

    private readonly Setting<int> _port = Whole(
        "--port", "Port", "HTTP port; 0 takes a free one", Defaults.Port, 0, 65_533);

    private readonly Setting<SettingPath> _data = new(
        Text("--data", "DIR", "Data folder, shared by all processes of one host [default: .agentfn]"),
        "Data", new(".agentfn"), "a folder", SettingText.PathOf);

    private readonly Setting<bool> _inMemory = new(
        new Option<bool>("--in-memory") { Description = "Keep nothing on disk; needs no storage emulator and no Node.js", Recursive = true },
        "InMemory", Defaults.InMemory, "true or false", SettingText.Switch);

    private readonly Setting<int> _storagePort = Whole(
        "--storage-port", "StoragePort", "Storage emulator: blobs on N, queues on N+1, tables on N+2; 0 takes free ones",
        Defaults.StoragePort, 0, 65_533);

    private readonly Setting<int> _minWorkers = Whole(
        "--min-workers", "MinWorkers", "Workers kept when there is nothing to do", Defaults.MinWorkers, 0, 1000);

    private readonly Setting<int> _maxWorkers = Whole(
        "--max-workers", "MaxWorkers", "Most workers", Defaults.MaxWorkers, 1, 1000);

    private readonly Setting<int> _scaleUpDepth = Whole(
        "--scale-up-depth", "ScaleUpDepth", "Waiting tasks per worker above which one more starts", Defaults.ScaleUpDepth, 1, 100_000);

    private readonly Setting<TimeSpan> _scaleDownIdle = new(
        Text("--scale-down-idle", "TIME", "Idle time after which a worker ends, such as 30s, 5m, 1h [default: 5m]"),
        "ScaleDownIdle", Defaults.ScaleDownIdle, "a time between 1s and 24h, such as 30s, 5m or 1h",
        SettingText.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(24)));

    private readonly Setting<TimeSpan> _lockDuration = new(
        Text("--lock-duration", "TIME", "How long a queue message stays with a worker that died, such as 5s, 1m [default: 1m]"),
        "LockDuration", Defaults.LockDuration, "a time between 1s and 5m, such as 5s or 1m",
        SettingText.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)));

    private readonly Setting<SettingPath> _demoFile = new(
        Text("--file", "FILE", $"Tasks to run, one JSON object a line [default: {Defaults.DemoFile}]"),
        "DemoFile", new(Defaults.DemoFile), "a file", SettingText.PathOf);

    /// <summary>The options that every command takes.</summary>
    public IEnumerable<Option> Common =>
    [
        _address.Option, _port.Option, _data.Option, _inMemory.Option, _storagePort.Option,
        _minWorkers.Option, _maxWorkers.Option, _scaleUpDepth.Option, _scaleDownIdle.Option, _lockDuration.Option,
    ];

    public Option DemoFile => _demoFile.Option;

    /// <summary>Reads everything; what is not allowed is said in <paramref name="errors"/>, all at once.</summary>
    public LocalHostOptions Read(LocalHostMode mode, ParseResult line, IConfiguration section, List<string> errors)
    {
        var inMemory = _inMemory.From(line, section, errors);
        var storagePort = _storagePort.From(line, section, errors);
        var (min, max) = WorkerBounds(line, section, errors);
        if (mode == LocalHostMode.Worker && inMemory.Value)
        {
            errors.Add($"{inMemory.Source} cannot be used with 'worker': without a data folder there is nothing to share.");
        }

        if (mode == LocalHostMode.Keys && inMemory.Value)
        {
            errors.Add($"{inMemory.Source} cannot be used with 'keys': they would be gone with this process.");
        }

        if (mode == LocalHostMode.Worker && storagePort.Value == 0)
        {
            errors.Add($"{storagePort.Source} must be the port of the other processes with 'worker', not 0.");
        }

        return new()
        {
            Mode = mode,
            Address = _address.From(line, section, errors).Value.Value,
            Port = _port.From(line, section, errors).Value,
            DataDirectory = Path.GetFullPath(_data.From(line, section, errors).Value.Value),
            InMemory = inMemory.Value,
            StoragePort = storagePort.Value,
            MinWorkers = min,
            MaxWorkers = max,
            ScaleUpDepth = _scaleUpDepth.From(line, section, errors).Value,
            ScaleDownIdle = _scaleDownIdle.From(line, section, errors).Value,
            LockDuration = _lockDuration.From(line, section, errors).Value,
            DemoFile = _demoFile.From(line, section, errors).Value.Value,
        };
    }

    private (int Min, int Max) WorkerBounds(ParseResult line, IConfiguration section, List<string> errors)
    {
        var min = _minWorkers.From(line, section, errors);
        var max = _maxWorkers.From(line, section, errors);
        if (min.Value <= max.Value)
        {
            return (min.Value, max.Value);
        }

        if (min.IsGiven && max.IsGiven)
        {
            errors.Add($"{min.Source} must be at most {max.Source}, which is {max.Value}, not '{min.Value}'.");
        }

        // A default gives way to what was asked for: --max-workers 1 alone means one worker.
        return min.IsGiven ? (min.Value, min.Value) : (max.Value, max.Value);
    }

    private static Setting<int> Whole(string name, string key, string description, int value, int least, int most) => new(
        Text(name, "N", $"{description} [default: {value}]"),
        key, value, $"a whole number between {least} and {most}", SettingText.Whole(least, most));

    private static Option<string> Text(string name, string helpName, string description) =>
        new(name) { HelpName = helpName, Description = description, Recursive = true };
}
