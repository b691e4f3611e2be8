using System.Globalization;
using System.Runtime.InteropServices;

namespace AgentFunctions.Bench.Measuring;

/// <summary>Where figures were measured; without it they say little.</summary>
/// <param name="Load">Processes that wanted a core over the last minute, before the measurement; null where the system does not tell.</param>
internal sealed record Machine(int Cores, string System, string Runtime, double? Load)
{
    private const string LoadFile = "/proc/loadavg";

    public static Machine Read() => new(Environment.ProcessorCount, RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription, ReadLoad());

    private static double? ReadLoad() =>
        File.Exists(LoadFile) ? double.Parse(File.ReadAllText(LoadFile).Split(' ')[0], CultureInfo.InvariantCulture) : null;
}
