<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja_JP">
<context>
    <name>AboutPage</name>
    <message>
        <source>Deskhand {version}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apache License 2.0. Works on this computer, without an account.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where tasks, settings and what is needed for undo lie</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Built with</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AccessSection</name>
    <message>
        <source>Add folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Access</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What left this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No folder. Nothing can be read or changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing. All work was done here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Revoke access to {folder}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only 1 file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only {n} files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read and change {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read {what}, change nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model} · {sent} tokens sent, {received} received</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{amount} · price not known</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AnswerBar</name>
    <message>
        <source>Standing permission</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Don&apos;t allow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason, or what to do instead (optional)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alt+A allow · Alt+D don&apos;t</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Just this once</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AnswerCard</name>
    <message>
        <source>Copy answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ApprovalCard</name>
    <message>
        <source>Waiting for you</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ApprovalWords</name>
    <message>
        <source>Delete 1 item?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete {n} items?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change 1 file?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change {n} files?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move or rename 1 item?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move or rename {n} items?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Create 1 file?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Create {n} files?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Create 1 folder?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Create {n} folders?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run a program?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run {n} programs?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send something to the outside?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send to {n} places outside?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect to the outside?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect to {n} places outside?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read 1 file?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read {n} files?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make 1 change?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make {n} changes?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{folders} and {n} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 of these replaces, moves or removes what is there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} of these replace, move or remove what is there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You can undo this at any time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This cannot be undone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allow {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>read {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>change {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>move {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>delete {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>run {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connect to {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>send to {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Also {what} without asking, in this task</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Also {what} without asking, always</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Attachments</name>
    <message>
        <source>Remove {file}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Close this message</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ChangeModel</name>
    <message>
        <source>undone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>new</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>moved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>deleted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>new folder</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ChangeSection</name>
    <message>
        <source>Undo all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 changed file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} changed files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo this change</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ChoiceList</name>
    <message>
        <source>Your answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another answer…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your answer…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CloseWhileRunning</name>
    <message>
        <source>Stop 1 running task and close?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop {n} running tasks and close?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was done so far stays, and can be undone later. You can go on with the task next time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep working</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Code</name>
    <message>
        <source>Code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>What shall be done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop (Esc)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say more: it is heard at the next step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say what you need, or drop files here</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DateField</name>
    <message>
        <source>YYYY-MM-DD</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a day</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DifferenceModel</name>
    <message>
        <source>Where</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DropTarget</name>
    <message>
        <source>Choose a folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop a folder here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>or</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FilesField</name>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FittedPicture</name>
    <message>
        <source>Picture of the page</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FolderChip</name>
    <message>
        <source>Choose a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>GeneralPage</name>
    <message>
        <source>As the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter sends, Shift+Enter begins a new line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without it, Ctrl+Enter sends and Enter begins a new line.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>GrantFolder</name>
    <message>
        <source>Hand over this folder?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read and change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files may be created, edited, moved and deleted. You are asked first when something of yours would be replaced or removed, and every change can be undone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files may be read. Nothing in the folder can be changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only this folder and the folders in it. You can take it back at any time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hand over anyway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is the whole disk. Choose the folder that holds the files of your task.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This holds all of your files, also passwords and settings of programs. Choose the folder that holds the files of your task.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This belongs to the system. Changes here can stop programs from working.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>Show the sidebar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo the last change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide the details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New task</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost of this task so far</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Undo this change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open in its own program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preview</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LineCard</name>
    <message>
        <source>Open the settings of models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 file was put back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} files were put back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing had to be put back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not answered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for your answer below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was changed before can be undone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 file changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} files changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This did not work</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ended: you declined a change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused at a limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped by you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>The agent stopped unexpectedly and was started again. Your files are safe.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a folder first.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ModeChip</name>
    <message>
        <source>Mode</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ModelCard</name>
    <message>
        <source>Use this one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking for one word…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stays on this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your words go to {host}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its key is in this computer&apos;s key store.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its key is forgotten when Deskhand closes: there is no safe key store here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its key is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No key.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ModelChip</name>
    <message>
        <source>No model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>remote</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Manage models…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect a model…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ModelForm</name>
    <message>
        <source>Other (OpenAI-compatible)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kept in this computer&apos;s key store and nowhere else. Where there is no safe one, it is forgotten when Deskhand closes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save and test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change “{model}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unchanged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only if the service asks for one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For example {model}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From your account there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not needed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stays on this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your words, and what is read from files, go to {host}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the address, such as http://127.0.0.1:11434/v1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the model&apos;s id, as the program or the service calls it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Add a model…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No model is connected. Recipes work without one; for free tasks, connect a model that runs on this computer or at a service.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Offer</name>
    <message>
        <source>Connect a model…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OpenLink</name>
    <message>
        <source>Open this link in your browser?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It leads to {host}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A link in a file or an answer can be a trap. Open it only when you expect it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PageBar</name>
    <message>
        <source>Previous page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sheet {page} of {pages}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Page {page} of {pages}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PickingField</name>
    <message>
        <source>Choose…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose something inside the folder that you handed over.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PlanSection</name>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not begun</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PreviewPane</name>
    <message>
        <source>Text of the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cells of the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a file to look at it here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no difference to show.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to show.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RecipeForm</name>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preview changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fill in “{field}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{label} (needed)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs on this computer. No AI.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RecipeList</name>
    <message>
        <source>Search recipes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recipes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tasks that run on this computer from a form, without AI.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No recipe fits “{words}”.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RemoveModel</name>
    <message>
        <source>Remove “{model}”?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deskhand forgets its address and its key. Your tasks and files stay as they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RowList</name>
    <message>
        <source>Select all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What would be changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{ticked} of {total} selected</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RowModel</name>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move or rename</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Create</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Create folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>removed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>replaced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>check this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>replaces or removes what is there</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SaidCard</name>
    <message>
        <source>You: {words}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SessionModel</name>
    <message>
        <source>New task</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pages of the settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>General</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>New task</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recipes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recent tasks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waiting for you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a limit was reached</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>needs you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>declined</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} min ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} h ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StepDetails</name>
    <message>
        <source>There is nothing more to say about this step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left as they were, because you did not accept them:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Code: {code}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and 1 more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and {n} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show what changed in {file}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>new</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>moved from {place}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>deleted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>new folder</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StepRow</name>
    <message>
        <source>open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>closed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Working</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for you below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cut off</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StepsCard</name>
    <message>
        <source>1 step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} steps</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Conversation</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>UndoAll</name>
    <message>
        <source>Undo 1 change?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo all {n} changes?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every file becomes as it was before this task. Files that you changed since are left alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo all</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WelcomePage</name>
    <message>
        <source>Try it with sample files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A task from start to finish in under a minute. No account, nothing of yours is touched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All recipes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hand over a folder, say what you need.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deskhand reads, edits and creates the files in it. You see every change, and can undo it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What shall be done in “{folder}”?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write it below, or start with one of these:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These fit what lies in it:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write it below.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a recipe.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect a model…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No model is connected. Recipes work without one.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>wording</name>
    <message>
        <source>Not begun</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Working</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused at a limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You declined</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask before changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask before destructive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Act in this folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only reads and proposes. Nothing is changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shows every change first and waits for your yes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asks before files of yours are replaced, moved or deleted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Works without asking in the folder. Every change can be undone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>just now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} min ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} h ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MMM d</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{m} min {s} s</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
