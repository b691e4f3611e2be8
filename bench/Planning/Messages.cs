namespace AgentFunctions.Bench.Planning;

/// <summary>What goes over the queue.</summary>
internal static class Messages
{
    /// <summary>Bytes a second, in and out, that a messaging unit is planned for: the 4 MB that Microsoft's benchmark gives, half of it in use.</summary>
    public const double BytesPerUnit = 2_000_000;

    // Envelope and headers.
    private const double Envelope = 1_500;

    // Larger inputs stand in a blob and the message names it.
    private const double Inline = 32 * 1024;

    public static double Bytes(Demand demand) => Envelope + Math.Min(Inline, demand.InputTokens * Assumptions.BytesPerToken);
}
