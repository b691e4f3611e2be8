namespace AgentFunctions.Startup;

/// <summary>What must hold of the configuration before anything is started.</summary>
public interface IStartupRule
{
    /// <summary>All that is wrong, each with the setting or the file and field, and what is allowed. Looks only, and changes nothing.</summary>
    IEnumerable<string> Faults();
}
