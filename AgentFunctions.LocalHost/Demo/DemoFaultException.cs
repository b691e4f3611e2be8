namespace AgentFunctions.LocalHost.Demo;

/// <summary>The demo cannot go on: its file is wrong or the host answers nothing useful. The message is for the user.</summary>
internal sealed class DemoFaultException(string message, Exception? innerException = null) : Exception(message, innerException);
