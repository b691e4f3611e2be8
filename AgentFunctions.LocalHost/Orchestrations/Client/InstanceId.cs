namespace AgentFunctions.LocalHost.Orchestrations.Client;

/// <summary>What Azure takes as the id of an instance that a client starts.</summary>
internal static class InstanceId
{
    private const int MaxLength = 100;

    /// <exception cref="ArgumentException">The id is not allowed.</exception>
    public static void Check(string id)
    {
        if (id.Length is 0 or > MaxLength)
        {
            throw new ArgumentException($"An instance id has 1 to {MaxLength} characters; this one has {id.Length}.", nameof(id));
        }

        if (id[0] == '@' || id.Any(static c => c is '/' or '\\' or '?' or '#' || char.IsControl(c)))
        {
            throw new ArgumentException($"The instance id '{id}' must not begin with @, nor contain /, \\, #, ? or control characters.", nameof(id));
        }
    }
}
