using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AgentFunctions.Tests.Crash;

/// <summary>How large a crash run is, and the seed from which all its choices come.</summary>
/// <param name="Tasks">Tasks to submit.</param>
/// <param name="Length">How long tasks are submitted and processes die.</param>
internal sealed record CrashPlan(int Seed, int Tasks, TimeSpan Length)
{
    private const int ShortTasks = 2_000;
    private const int ShortSeconds = 30;

    // Slower machines and long runs have more to clear up; one that makes no progress should still end.
    private const int TasksClearedPerSecond = 20;

    /// <summary>How long everything may take to become final once nothing dies any more. Maintenance comes each minute.</summary>
    public TimeSpan CalmLimit => TimeSpan.FromMinutes(3) + TimeSpan.FromSeconds(Tasks / TasksClearedPerSecond);

    /// <summary>AGENTFN_CRASH_SEED (default: a new one), AGENTFN_CRASH_TASKS (2000) and AGENTFN_CRASH_SECONDS (30).</summary>
    public static CrashPlan FromEnvironment() => new(
        Number("AGENTFN_CRASH_SEED") ?? RandomNumberGenerator.GetInt32(1_000_000),
        Number("AGENTFN_CRASH_TASKS") ?? ShortTasks,
        TimeSpan.FromSeconds(Number("AGENTFN_CRASH_SECONDS") ?? ShortSeconds));

    /// <summary>A source of choices of its own for each purpose: what one draws does not depend on when another one does.</summary>
    public Random RandomFor(string purpose)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Seed}/{purpose}")));
        return new Random(BinaryPrimitives.ReadInt32LittleEndian(hash));
    }

    private static int? Number(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
        ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
        : null;
}
