namespace AgentFunctions.Startup;

/// <summary>The app is not fit to start. The message lists every fault, a line each: the setting or the file and field, what is wrong, and what is allowed.</summary>
public sealed class StartupException(IReadOnlyList<string> faults)
    : Exception($"The configuration is not complete or not right ({faults.Count} {(faults.Count == 1 ? "fault" : "faults")}); nothing was started or changed.{string.Concat(faults.Select(f => $"{Environment.NewLine}  - {f}"))}")
{
    public IReadOnlyList<string> Faults { get; } = faults;
}
