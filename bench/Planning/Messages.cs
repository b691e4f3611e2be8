namespace AgentFunctions.Bench.Planning;

/// <summary>What goes over the queue.</summary>
internal static class Messages
{
    /// <summary>A task's message, its send and its completion: what Service Bus bills as operations. Measured are 1.28 to 1.36 where several go at once.</summary>
    public const double OperationsPerTask = 3;

    /// <summary>Bytes a second, in and out, that a messaging unit is planned for: the 4 MB that Microsoft's benchmark gives, half of it in use.</summary>
    public const double BytesPerUnit = 2_000_000;

    // English text has about 4 bytes a token; envelope and headers.
    private const double BytesPerToken = 4;
    private const double Envelope = 1_500;

    // Larger inputs stand in a blob and the message names it.
    private const double Inline = 32 * 1024;

    public static double Bytes(Demand demand) => Envelope + Math.Min(Inline, demand.InputTokens * BytesPerToken);
}
